import type { Analytics } from '@vitrine/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { figuresOf } from './figures.ts';
import { LiveFigures } from './live-figures.ts';

const SHOW = 'a'.repeat(24);
let reads: number;
let time: number;
let likes: number;
let followed: number;
let fails: boolean;
let entryCame: () => void;
let live: LiveFigures;

const figures = (): Analytics =>
  figuresOf({
    streamId: SHOW,
    now: time,
    airTime: { start: 0, end: null },
    viewersNow: 0,
    peakViewers: 0,
    totals: { unique: 0, engaged: 0, buyers: 0, watchedSeconds: 0 },
    present: [],
    samples: [],
    likes,
    counts: [],
    marks: [],
    marked: { saw: 0, clicked: 0 },
    sold: [],
    pins: [],
    titles: new Map(),
    currency: 'EUR',
  });

const release = (): void => {
  followed -= 1;
};
beforeEach(() => {
  [reads, time, likes, followed, fails] = [0, 0, 0, 0, false];
  live = new LiveFigures({
    timelines: {
      follow: async (_, listener) => {
        followed += 1;
        entryCame = () => listener({ streamId: SHOW, previous: 0, entries: [] });
        return { epoch: 'e', from: 0, release };
      },
    },
    clock: { now: () => time, monotonic: () => time },
    isOnAir: () => true,
    read: async () => {
      reads += 1;
      if (fails) throw new Error('the store is away');
      return figures();
    },
  });
});

describe('Live figures', () => {
  it('are read once for all who look, and only when something has changed', async () => {
    const heard: [number, number][] = [];
    const listen = (who: number) => live.follow(SHOW, ({ likes: told }) => heard.push([who, told]));
    await Promise.all([listen(1), listen(2)]);
    await live.tell();
    await live.tell();
    expect([heard, reads, followed]).toEqual([
      [
        [1, 0],
        [2, 0],
      ],
      1,
      1,
    ]);
    likes = 5;
    live.changed(SHOW);
    live.changed(SHOW);
    entryCame();
    await live.tell();
    await live.tell();
    expect(heard.slice(2)).toEqual([
      [1, 5],
      [2, 5],
    ]);
    expect(reads).toBe(2);
    await listen(3);
    expect(heard.at(-1)).toEqual([3, 5]);
    expect(reads).toBe(2);
  });

  it('are looked at again now and then for what other nodes were told, and are no news when time alone has passed', async () => {
    const heard: number[] = [];
    await live.follow(SHOW, ({ likes: told }) => heard.push(told));
    await live.tell();
    time += 15_000;
    await live.tell();
    expect([reads, heard]).toEqual([2, [0]]);
    likes = 1;
    time += 15_000;
    await live.tell();
    expect(heard).toEqual([0, 1]);
  });

  it('are read no more once nobody looks', async () => {
    const stop = await live.follow(SHOW, () => {});
    stop();
    stop();
    await live.tell();
    live.changed(SHOW);
    await live.tell();
    expect([reads, followed]).toEqual([0, 0]);
  });

  it('come later when the store was away', async () => {
    const heard: number[] = [];
    await live.follow(SHOW, ({ likes: told }) => heard.push(told));
    fails = true;
    await expect(live.tell()).rejects.toThrow('away');
    fails = false;
    await live.tell();
    expect(heard).toEqual([0]);
  });
});
