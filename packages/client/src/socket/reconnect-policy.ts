/** How long to wait before the next attempt. */
export interface ReconnectPolicy {
  /** Milliseconds before attempt `attempt` (1 is the first after a loss). */
  delay(attempt: number, random: () => number): number;
}

const FIRST = 300;
const LEAST = 100;
const CEILING = 15_000;

/**
 * Exponential back-off with full jitter (AWS Architecture Blog, "Exponential Backoff and Jitter"), never quite at once: a crowd that lost
 * its server together comes back spread out.
 */
export const jitteredBackoff: ReconnectPolicy = {
  delay: (attempt, random) => {
    const ceiling = Math.min(CEILING, FIRST * 2 ** Math.min(attempt, 10));
    return LEAST + random() * (ceiling - LEAST);
  },
};
