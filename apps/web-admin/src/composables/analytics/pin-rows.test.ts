import { describe, expect, it } from 'vitest';
import { minutesOf, pinnedSeconds, rowsOf } from './pin-rows.ts';

const START = '2026-11-20T19:30:00.000Z';
const pin = (minute: number, seconds: number) => ({ from: new Date(Date.parse(START) + minute * 60_000).toISOString(), seconds });

describe('pins in a chart', () => {
  it('are drawn in one row when one follows the other', () => {
    expect(rowsOf([pin(0, 60), pin(1, 120), pin(5, 60)], 3)).toEqual([0, 0, 0]);
  });

  it('are drawn below each other when they were there together, as far as there are rows', () => {
    expect(rowsOf([pin(0, 600), pin(0, 60), pin(0, 60), pin(1, 60)], 2)).toEqual([0, 1, null, 1]);
  });

  it('count once where they were there together', () => {
    expect(pinnedSeconds([pin(0, 600), pin(2, 60), pin(9, 120), pin(20, 30)])).toBe(690);
  });

  it('begin and end with the show', () => {
    expect(minutesOf(pin(2, 600), START, 5)).toEqual({ from: 2, to: 5 });
    expect(minutesOf(pin(-3, 240), START, 5)).toEqual({ from: 0, to: 1 });
  });
});
