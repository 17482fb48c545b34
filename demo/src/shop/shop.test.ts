import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { evening } from '../calendar.ts';
import { DELIVERY, totalOf } from './delivery.ts';
import { PIECES } from './pieces.ts';
import { LIVE, PAST, UPCOMING } from './shows.ts';

const isServed = (name: string): boolean => existsSync(new URL(`../../../apps/web-customer/public/sample/${name}.webp`, import.meta.url));

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
test('what is brought costs what the checkout says, and nothing from where the shop bears it', () => {
  const [post] = DELIVERY;
  expect(totalOf(6_800, 'standard')).toBe(6_800 + post.price);
  expect(totalOf(post.freeFrom, 'standard')).toBe(post.freeFrom);
  expect(totalOf(20_000, 'express')).toBe(21_290);
  expect(totalOf(6_800, 'pick-up')).toBe(6_800);
});
