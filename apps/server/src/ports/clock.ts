/** Time, injected. Tests pass one that they move themselves. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. It may go backwards. */
  now(): number;
  /** Milliseconds that only ever rise, from an arbitrary start. */
  monotonic(): number;
}
export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };
