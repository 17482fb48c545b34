import { RATES, type RateName } from '@vitrine/protocol';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Backplane, Presence } from '../../ports/backplane.ts';

/** The backplane of a shop with one node: nobody else to tell, presence and limits in memory. */
export function createLocalBackplane(): Backplane {
  const limiters = new Map<RateName, RateLimiterMemory>();
  const limiter = (name: RateName): RateLimiterMemory => {
    const known =
      limiters.get(name) ?? new RateLimiterMemory({ points: RATES[name].points, duration: RATES[name].seconds, keyPrefix: name });
    limiters.set(name, known);
    return known;
  };
  return {
    publish: () => {},
    onHint: () => () => {},
    presence: createLocalPresence(),
    rateLimits: {
      async take(name, subject) {
        try {
          await limiter(name).consume(subject);
          return 0;
        } catch (refusal) {
          if (refusal instanceof RateLimiterRes) return Math.max(refusal.msBeforeNext, 1) / 1000;
          throw refusal;
        }
      },
    },
    async [Symbol.asyncDispose]() {},
  };
}

function createLocalPresence(): Presence {
  const present = new Map<string, Set<string>>();
  return {
    join(streamId, viewerId) {
      const viewers = present.get(streamId) ?? new Set();
      present.set(streamId, viewers.add(viewerId));
    },
    leave(streamId, viewerId) {
      const viewers = present.get(streamId);
      viewers?.delete(viewerId);
      if (viewers?.size === 0) present.delete(streamId);
    },
    count: async (streamId) => present.get(streamId)?.size ?? 0,
  };
}
