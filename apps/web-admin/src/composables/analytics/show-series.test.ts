import { describe, expect, it } from 'vitest';
import { axisLines, peakOf, seriesOf, thinned, timeStep } from './show-series.ts';

const START = '2026-11-20T19:30:20.000Z';
const minute = (at: string, figures: Partial<{ viewers: number; chatMessages: number; likes: number; orders: number }>) => ({
  at: `2026-11-20T19:${at}:00.000Z`,
  viewers: 0,
  chatMessages: 0,
  likes: 0,
  orders: 0,
  revenue: 0,
  ...figures,
});
const SHOW = {
  secondsOnAir: 290,
  retention: [
    { minute: 0, viewers: 4, share: 0.4 },
    { minute: 3, viewers: 10, share: 1 },
  ],
  minutes: [
    minute('29', { chatMessages: 9 }),
    minute('30', { viewers: 4, likes: 3 }),
    minute('32', { viewers: 8, likes: -1, orders: 2 }),
    minute('34', { likes: 2, chatMessages: 5 }),
    minute('50', { orders: 1, likes: 1 }),
  ],
};

describe('the series of a show', () => {
  it('has a value for each minute since the start, and 0 for the quiet ones', () => {
    expect(seriesOf(SHOW, START, 'viewers')).toEqual([4, 0, 8, 0, 0]);
    expect(seriesOf(SHOW, START, 'retention')).toEqual([0.4, 0, 0, 1, 0]);
  });

  it('leaves out what happened before the show and after it', () => {
    expect(seriesOf(SHOW, START, 'chat')).toEqual([0, 0, 0, 0, 5]);
    expect(seriesOf(SHOW, START, 'orders')).toEqual([0, 0, 2, 0, 0]);
  });

  it('adds likes up, so that the last minute has them all', () => {
    expect(seriesOf(SHOW, START, 'likes')).toEqual([3, 3, 2, 2, 5]);
  });

  it('has one minute where the show was shorter', () => {
    expect(seriesOf({ ...SHOW, secondsOnAir: 4 }, START, 'viewers')).toEqual([4]);
  });

  it('names the first minute with the most', () => {
    expect(peakOf([1, 7, 7, 2])).toEqual({ minute: 1, value: 7 });
    expect(peakOf([])).toEqual({ minute: 0, value: 0 });
  });

  it('takes several minutes together when there are more than can be drawn', () => {
    expect(thinned([1, 3, 5, 7, 9], 3)).toEqual({ values: [2, 6, 9], minutesEach: 2 });
    expect(thinned([1, 3], 3)).toEqual({ values: [1, 3], minutesEach: 1 });
  });

  it.each([
    [3, [1, 2, 3]],
    [1412, [500, 1000]],
    [43, [20, 40]],
    [0.5, [1]],
  ])('draws round lines for values up to %d', (highest, lines) => {
    expect(axisLines(highest, 1)).toEqual(lines);
  });

  it('writes the time as often as there is room', () => {
    expect(timeStep(68, 1100, 74)).toBe(5);
    expect(timeStep(68, 300, 74)).toBe(30);
    expect(timeStep(100_000, 300, 74)).toBe(480);
  });
});
