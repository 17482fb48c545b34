import { expect, test } from 'vitest';
import { ABOUT_ANY, ANYTIME, GREETINGS } from './sayings.ts';
import { SmallTalk } from './small-talk.ts';

/** The same series of chances each time. */
function series(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
const LAMP = ['oh, the lamp', 'is the cord linen?', 'turn it down once more'];
const all = (lines: readonly string[]) => new Set<string>(lines);

test('people speak of what is on the screen, never of another piece', () => {
  const talk = new SmallTalk(series());
  const said = Array.from({ length: 200 }, () => talk.line({ about: LAMP, isNew: false })).filter((line) => line !== null);
  const fitting = all([...LAMP, ...ANYTIME]);
  expect(said.every((line) => fitting.has(line))).toBe(true);
  expect(said.some((line) => all(LAMP).has(line))).toBe(true);
});
test('of a piece that is not known they say what fits any', () => {
  const talk = new SmallTalk(series());
  const said = Array.from({ length: 30 }, () => talk.line({ about: [], isNew: false }) ?? '');
  expect(said.some((line) => all(ABOUT_ANY).has(line))).toBe(true);
});
test('only who is new says hello', () => {
  const talk = new SmallTalk(series());
  const greetings = all(GREETINGS);
  const lines = (isNew: boolean) => Array.from({ length: 60 }, () => talk.line({ about: null, isNew }) ?? '');
  expect(lines(false).some((line) => greetings.has(line))).toBe(false);
  expect(lines(true).some((line) => greetings.has(line))).toBe(true);
});
test('nobody repeats what was just said: rather nothing is said', () => {
  const talk = new SmallTalk(series());
  const said = Array.from({ length: 6 }, () => talk.pick(['one', 'two', 'three', 'four']));
  expect(new Set(said.slice(0, 4)).size).toBe(4);
  expect(said.slice(4)).toEqual([null, null]);
});
