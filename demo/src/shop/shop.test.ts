import { existsSync } from 'node:fs';
import { LIMITS } from '@vitrine/protocol/limits';
import { expect, test } from 'vitest';
import { evening } from '../calendar.ts';
import { contactOf, guestName } from './people.ts';
import { PIECES } from './pieces.ts';
import { LIVE, PAST, UPCOMING } from './shows.ts';

const isServed = (name: string): boolean => existsSync(new URL(`../../../apps/web-customer/public/sample/${name}.svg`, import.meta.url));

test('every picture that the shop shows is one that the server has', () => {
  for (const { pictures } of Object.values(PIECES)) for (const name of pictures) expect(isServed(`product-${name}`), name).toBe(true);
  for (const { scene } of [LIVE, ...PAST, ...UPCOMING]) expect(isServed(`scene-${scene}`), scene).toBe(true);
});
test('past shows took place one after another, the next ones are still to come', () => {
  const days = [...PAST, LIVE, ...UPCOMING].map(({ day }) => day);
  expect(days).toEqual([...days].sort((a, b) => a - b));
  const now = Date.parse('2026-03-10T12:00:00Z');
  const at = new Date(evening(now, -10));
  expect([at.getHours(), at.getMinutes()]).toEqual([19, 30]);
  expect(now - at.getTime()).toBeGreaterThan(8 * 86_400_000);
});
test('a crowd of any size has names of its own, short enough for the chat, and mailboxes that nobody has', () => {
  const names = Array.from({ length: 1_000 }, (_, index) => guestName(index));
  expect(new Set(names).size).toBe(1_000);
  expect(names.every((name) => name.length <= LIMITS.displayNameLength)).toBe(true);
  expect(contactOf('Zoë', 3).email).toBe('zoe@example.test');
});
