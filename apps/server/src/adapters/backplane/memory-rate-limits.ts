import { RATES, type RateName } from '@vitrine/protocol';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimits } from '../../ports/backplane.ts';

/** Rate limits of this node alone. */
export function createMemoryRateLimits(): RateLimits {
  const limiters = new Map<RateName, RateLimiterMemory>();
  return {
    take(name, subject, seconds) {
      const known =
        limiters.get(name) ?? new RateLimiterMemory({ points: RATES[name].points, duration: RATES[name].seconds, keyPrefix: name });
      limiters.set(name, known);
      return secondsToWait(known.consume(subject, 1, seconds === undefined ? {} : { customDuration: seconds }));
    },
  };
}

/** 0 when the point was taken; a limiter rejects with its reckoning when there was none left. */
export async function secondsToWait(consumed: Promise<unknown>): Promise<number> {
  try {
    await consumed;
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(refusal.msBeforeNext, 1) / 1000;
    throw refusal;
  }
}
