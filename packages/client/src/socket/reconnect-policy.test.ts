import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jitteredBackoff } from './reconnect-policy.ts';

describe('the jittered back-off', () => {
  it('is never at once and never past 15 s', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
        const delay = jitteredBackoff.delay(attempt, () => random);
        expect(delay).toBeGreaterThanOrEqual(100);
        expect(delay).toBeLessThanOrEqual(15_000);
      }),
    );
  });
  it('comes back within a second after the first loss, and spreads wider with each', () => {
    const latest = (attempt: number) => jitteredBackoff.delay(attempt, () => 0.999);
    expect(latest(1)).toBeLessThan(1_000);
    expect(latest(3)).toBeGreaterThan(latest(2));
    expect(latest(20)).toBeGreaterThan(14_000);
  });
});
