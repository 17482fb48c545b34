import { describe, expect, it } from 'vitest';
import { besideChapter, chapterAt } from './chapters.ts';

const CHAPTERS = [10, 60, 90].map((at) => ({ at, title: `at ${at}`, productId: null }));

describe('the chapters of a replay', () => {
  it('are entered where they begin', () => {
    expect([0, 10, 59, 60, 1_000].map((position) => chapterAt(CHAPTERS, position))).toEqual([-1, 0, 0, 1, 2]);
  });

  it('are gone through forwards, until none is left', () => {
    expect([0, 10, 60, 90].map((position) => besideChapter(CHAPTERS, position, 1))).toEqual([10, 60, 90, null]);
  });

  it('are gone through backwards: to the beginning of this one first, then to the one before, then to the very beginning', () => {
    expect([75, 61, 11, 5].map((position) => besideChapter(CHAPTERS, position, -1))).toEqual([60, 10, 0, 0]);
  });
});
