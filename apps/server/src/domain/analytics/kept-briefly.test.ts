import { expect, test } from 'vitest';
import { KeptBriefly } from './kept-briefly.ts';

test('An answer is read once while it is fresh, and a failure is asked again', async () => {
  let time = 0;
  let reads = 0;
  const kept = new KeptBriefly<number>({ now: () => 0, monotonic: () => time }, { milliseconds: 100, capacity: 2 });
  const read = async (): Promise<number> => {
    reads += 1;
    return reads;
  };
  expect(await Promise.all([kept.get('a', read), kept.get('a', read)])).toEqual([1, 1]);
  expect(await kept.get('b', read)).toBe(2);
  time = 99;
  expect(await kept.get('a', read)).toBe(1);
  time = 100;
  expect(await kept.get('a', read)).toBe(3);
  await expect(kept.get('c', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await kept.get('c', read)).toBe(4);
});
