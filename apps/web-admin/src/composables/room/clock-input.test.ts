import { expect, it } from 'vitest';
import { secondsOf } from './clock-input.ts';

it.each([
  ['0:00', 0],
  ['12:40', 760],
  ['1:02:03', 3723],
  ['75', 75],
  [' 3:05 ', 185],
  ['90:00', 5400],
])('reads %s', (clock, seconds) => {
  expect(secondsOf(clock)).toBe(seconds);
});
it.each(['', '1:60', '1:2:3:4', '-1:00', 'noon', '1.5', ':30'])('refuses “%s”', (clock) => {
  expect(secondsOf(clock)).toBeUndefined();
});
