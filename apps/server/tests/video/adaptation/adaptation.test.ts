import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinkState } from './simulated-link.ts';
import { oneLayer, SimulatedViewing } from './simulated-viewing.ts';

const GOOD: LinkState = { rate: 20_000_000, queue: 200, delay: 20, loss: 0 };
const TOP = 2;
const SECOND = 1_000;

/** A viewer whose connection has been good for a while. */
function settled(link: LinkState = GOOD, options: ConstructorParameters<typeof SimulatedViewing>[1] = {}): SimulatedViewing {
  const viewing = new SimulatedViewing(link, options);
  viewing.run(15 * SECOND);
  viewing.longestGap = 0;
  return viewing;
}

describe('adaptation over a simulated link', () => {
  it('starts with a layer that nearly every connection carries and is at the top within two seconds', () => {
    const viewing = new SimulatedViewing(GOOD);
    expect(viewing.until(TOP, 2 * SECOND)).not.toBeNull();
    expect(viewing.sent.map(({ rank }) => rank)).toEqual([1, TOP]);
  });

  it.each([50, 200, 1_000])('goes down within a second when the link is cut to 800 kbit/s with a queue of %d ms, and up again', (queue) => {
    const viewing = settled({ ...GOOD, queue });
    expect(viewing.rank).toBe(TOP);
    viewing.link.state = { ...GOOD, queue, rate: 800_000 };
    expect(viewing.until(1, SECOND)).not.toBeNull();
    viewing.run(30 * SECOND);
    // It looked for more again and again, and what was being watched did not suffer.
    expect(viewing.rank).toBe(1);
    expect(viewing.longestGap).toBeLessThan(300);
    viewing.link.state = { ...GOOD, queue };
    expect(viewing.until(TOP, 10 * SECOND)).not.toBeNull();
  });

  it('stays at the top though one packet in twenty is lost', () => {
    const viewing = settled({ ...GOOD, loss: 0.05 });
    const switches = viewing.sent.length;
    viewing.run(120 * SECOND);
    expect(viewing.rank).toBe(TOP);
    expect(viewing.sent).toHaveLength(switches);
  });

  it('does not take jitter for congestion', () => {
    const viewing = settled();
    const switches = viewing.sent.length;
    for (let index = 0; index < 400; index++) {
      viewing.link.state = { ...GOOD, delay: 20 + (index % 7) * 5 };
      viewing.run(100);
    }
    expect(viewing.sent).toHaveLength(switches);
  });

  it('stays where it is when the next layer would just not fit, and does not try it by sending it', () => {
    const viewing = new SimulatedViewing({ ...GOOD, rate: 1_600_000 });
    viewing.run(120 * SECOND);
    expect(viewing.sent.map(({ rank }) => rank)).toEqual([1]);
  });

  it('spends little on looking for more that is not there', () => {
    const viewing = settled({ ...GOOD, rate: 800_000 });
    const before = viewing.paddingBytes;
    viewing.run(60 * SECOND);
    expect(((viewing.paddingBytes - before) * 8) / 60).toBeLessThan(100_000);
  });

  it('sends sound alone when a publisher of one layer is too much for the link, and the picture when it is not', () => {
    const viewing = settled(GOOD, { layers: oneLayer() });
    viewing.link.state = { ...GOOD, rate: 500_000 };
    viewing.run(20 * SECOND);
    expect(viewing.adaptation.isSoundOnly).toBe(true);
    expect(viewing.rank).toBeNull();
    viewing.link.state = GOOD;
    expect(viewing.until(0, 15 * SECOND)).not.toBeNull();
  });

  it('falls back when the publisher stops the layer, and takes it again when it flows', () => {
    const viewing = settled();
    const [, , top] = viewing.layers;
    if (!top) throw new Error('there are three layers');
    top.active = false;
    expect(viewing.until(1, SECOND)).not.toBeNull();
    top.active = true;
    expect(viewing.until(TOP, 2 * SECOND)).not.toBeNull();
  });

  it('sends what was chosen and no more, at once', () => {
    const viewing = settled();
    viewing.adaptation.choose('360p', viewing.now);
    expect(viewing.until(1, 500)).not.toBeNull();
    viewing.run(20 * SECOND);
    expect(viewing.rank).toBe(1);
    viewing.adaptation.choose('audio', viewing.now);
    expect(viewing.until(null, 500)).not.toBeNull();
    viewing.adaptation.choose('auto', viewing.now);
    expect(viewing.until(TOP, 5 * SECOND)).not.toBeNull();
  });

  it('keeps to its share of several pictures', () => {
    const viewing = settled();
    viewing.adaptation.limit({ maxRank: 0, maySeek: false });
    expect(viewing.until(0, 500)).not.toBeNull();
    viewing.adaptation.limit({ maxRank: Number.POSITIVE_INFINITY, maySeek: true });
    expect(viewing.until(TOP, 5 * SECOND)).not.toBeNull();
  });

  it('comes back to the top whatever the link has been through', () => {
    const trouble = fc.record({
      rate: fc.integer({ min: 30_000, max: 3_000_000 }),
      queue: fc.integer({ min: 20, max: 1_500 }),
      delay: fc.integer({ min: 1, max: 300 }),
      loss: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
      lasts: fc.integer({ min: 50, max: 20_000 }),
    });
    const good = fc.record({
      rate: fc.integer({ min: 3_000_000, max: 50_000_000 }),
      queue: fc.integer({ min: 100, max: 500 }),
      delay: fc.integer({ min: 1, max: 100 }),
      loss: fc.double({ min: 0, max: 0.02, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(trouble, { maxLength: 6 }), good, fc.nat(), fc.boolean(), (history, end, seed, single) => {
        const viewing = new SimulatedViewing(GOOD, { seed, ...(single ? { layers: oneLayer() } : {}) });
        for (const { lasts, ...state } of history) {
          viewing.link.state = state;
          viewing.run(lasts);
        }
        viewing.link.state = end;
        expect(viewing.until(single ? 0 : TOP, 15 * SECOND)).not.toBeNull();
        // And stays there: whatever else happens in a minute is short.
        viewing.run(20 * SECOND);
        expect(viewing.until(single ? 0 : TOP, 5 * SECOND)).not.toBeNull();
      }),
      { numRuns: 60 },
    );
  });
});
