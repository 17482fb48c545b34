import type { Timers } from '../timers.ts';

/** Time that stands still until it is told to pass. */
export class FakeClock implements Timers {
  readonly #waiting = new Map<number, { at: number; run: () => void }>();
  readonly #random: () => number;
  #now = Date.parse('2026-01-01T12:00:00.000Z');
  #last = 0;

  constructor(random: () => number = () => 0.5) {
    this.#random = random;
  }
  now(): number {
    return this.#now;
  }
  random(): number {
    return this.#random();
  }
  after(milliseconds: number, run: () => void): () => void {
    this.#last += 1;
    const id = this.#last;
    this.#waiting.set(id, { at: this.#now + milliseconds, run });
    return () => {
      this.#waiting.delete(id);
    };
  }
  /** Lets so many milliseconds pass, and what falls due run, in order. What is awaited in between goes on. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settled();
      const [due] = [...this.#waiting].sort(([, a], [, b]) => a.at - b.at);
      if (!due || due[1].at > end) break;
      this.#waiting.delete(due[0]);
      this.#now = Math.max(this.#now, due[1].at);
      due[1].run();
    }
    this.#now = end;
    await settled();
  }
}

/** Everything that waits for nothing but promises has gone on. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
