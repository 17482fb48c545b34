/** Time, injected: tests pass their own. */
export interface Timers {
  now(): number;
  /** Runs once after so many milliseconds; gives the function that calls it off. */
  after(milliseconds: number, run: () => void): () => void;
  /** 0 to 1. */
  random(): number;
}
export const systemTimers: Timers = {
  now: () => Date.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
