import { RATES, type RateName } from '@vitrine/protocol';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { RateLimits } from '../../../ports/backplane.ts';
import type { Clock } from '../../../ports/clock.ts';
import { createMemoryRateLimits, secondsToWait } from '../memory-rate-limits.ts';
import type { RedisConnection } from './connection.ts';
import { TooSlow, within } from './patience.ts';

/** A command waits no longer than this for Redis to count it. */
const PATIENCE = 250;
/** After an answer that did not come, Redis is left alone for so long. */
const SUSPENSION = 5_000;
/** Questions under way at once; beyond them this node counts alone. */
const MAX_ASKED = 1_000;

/** Rate limits over all nodes; while Redis does not count (in time), each node counts for itself. */
export function createRedisRateLimits(connection: RedisConnection, clock: Clock): RateLimits {
  const alone = createMemoryRateLimits();
  const limiters = new Map<RateName, RateLimiterRedis>();
  let suspendedUntil = Number.NEGATIVE_INFINITY;
  let asked = 0;
  const limiter = (name: RateName): RateLimiterRedis => {
    const known =
      limiters.get(name) ??
      new RateLimiterRedis({
        storeClient: connection.commands,
        useRedisPackage: true,
        points: RATES[name].points,
        duration: RATES[name].seconds,
        keyPrefix: `vitrine:limit:${name}`,
      });
    limiters.set(name, known);
    return known;
  };
  return {
    async take(name, subject, seconds) {
      if (!connection.commands.isReady || asked >= MAX_ASKED || clock.monotonic() < suspendedUntil)
        return alone.take(name, subject, seconds);
      asked += 1;
      try {
        const options = seconds === undefined ? {} : { customDuration: seconds };
        const answer = secondsToWait(limiter(name).consume(subject, 1, options)).finally(() => {
          asked -= 1;
        });
        return await within(PATIENCE, answer);
      } catch (error) {
        if (error instanceof TooSlow) suspendedUntil = clock.monotonic() + SUSPENSION;
        return alone.take(name, subject, seconds);
      }
    },
  };
}
