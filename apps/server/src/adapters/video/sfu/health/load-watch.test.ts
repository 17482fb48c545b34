import { describe, expect, it } from 'vitest';
import { type LoadReading, LoadWatch } from './load-watch.ts';

const CALM: LoadReading = { busy: 0.3, cpu: 0.3, loopDelay: 2, lateness: 10 };
const levels = (watch: LoadWatch, reading: Partial<LoadReading>, times: number) =>
  Array.from({ length: times }, () => watch.take({ ...CALM, ...reading }));

describe('the load', () => {
  it('is normal while there is room, and one bad second does not change it', () => {
    const watch = new LoadWatch();
    expect(levels(watch, {}, 3)).toEqual(['normal', 'normal', 'normal']);
    expect(levels(watch, { busy: 1, loopDelay: 900 }, 1)).toEqual(['normal']);
    expect(levels(watch, {}, 1)).toEqual(['normal']);
    expect(levels(watch, { busy: 1 }, 1)).toEqual(['normal']);
  });

  it.each([{ busy: 0.85 }, { cpu: 0.92 }, { loopDelay: 60 }, { lateness: 150, busy: 0.7 }])(
    'is high after two seconds of %o',
    (reading) => {
      expect(levels(new LoadWatch(), reading, 2)).toEqual(['normal', 'high']);
    },
  );

  it('is not high when packets come late to an idle loop: that is the sender’s network', () => {
    expect(levels(new LoadWatch(), { lateness: 3_000, busy: 0.2 }, 5).at(-1)).toBe('normal');
  });

  it('is overloaded when it is worse still, and stays high for a while afterwards', () => {
    const watch = new LoadWatch();
    expect(levels(watch, { busy: 0.99, lateness: 900 }, 4)).toEqual(['normal', 'high', 'high', 'overloaded']);
    expect(levels(watch, { busy: 0.7 }, 5)).toEqual(['overloaded', 'overloaded', 'overloaded', 'overloaded', 'high']);
    expect(levels(watch, {}, 5)).toEqual(['high', 'high', 'high', 'high', 'normal']);
  });

  it('does not come and go at the threshold', () => {
    const watch = new LoadWatch();
    levels(watch, { busy: 0.82 }, 2);
    const heard = Array.from({ length: 60 }, (_, second) => watch.take({ ...CALM, busy: second % 2 ? 0.82 : 0.75 }));
    expect(new Set(heard)).toEqual(new Set(['high']));
  });
});
