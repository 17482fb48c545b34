import { expect, test } from 'vitest';
import { oneOf, pause, weighted } from './chance.ts';

test('what weighs more comes more often', () => {
  const counts = { chat: 0, buy: 0, never: 0 };
  for (let step = 0; step < 1_000; step++) counts[weighted(() => step / 1_000, { chat: 3, buy: 1, never: 0 })]++;
  expect(counts).toEqual({ chat: 750, buy: 250, never: 0 });
});
test('pauses have the mean that the rate asks for, and vary', () => {
  let sum = 0;
  for (let step = 0; step < 1_000; step++) sum += pause(() => (step + 0.5) / 1_000, 30);
  expect(sum / 1_000 / 1_000).toBeCloseTo(2, 1);
  expect(pause(() => 0.9, 30)).toBeGreaterThan(pause(() => 0.1, 30) * 10);
});
test('of nothing there is none to pick', () => {
  expect(oneOf(() => 0.5, [])).toBeUndefined();
});
