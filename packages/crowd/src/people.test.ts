import { expect, test } from 'vitest';
import { contactOf, guestName } from './people.ts';

test('a crowd of any size has names of its own, short enough for the chat, and mailboxes that nobody has', () => {
  const names = Array.from({ length: 1_000 }, (_, index) => guestName(index));
  expect(new Set(names).size).toBe(1_000);
  expect(names.every((name) => name.length <= 24)).toBe(true);
  expect(contactOf('Zoë', 3).email).toBe('zoe@example.test');
});
