/** Waits so many milliseconds; tests pass their own. */
export type Wait = (milliseconds: number) => Promise<void>;
export const systemWait: Wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Starts jobs one after another, never two within `gap` milliseconds. What has been started may run side by side. */
export class PacedQueue {
  readonly #gap: number;
  readonly #bound: number;
  readonly #wait: Wait;
  #waiting = 0;
  #free: Promise<void> = Promise.resolve();

  constructor(parts: { gap: number; bound: number; wait: Wait }) {
    this.#gap = parts.gap;
    this.#bound = parts.bound;
    this.#wait = parts.wait;
  }

  /** The job's turn has come when this resolves. @throws Error when too many are waiting. */
  async turn(): Promise<void> {
    if (this.#waiting >= this.#bound) throw new Error(`more than ${this.#bound} requests are waiting`);
    this.#waiting += 1;
    const mine = this.#free;
    this.#free = mine.then(() => this.#wait(this.#gap));
    await mine;
    this.#waiting -= 1;
  }
}
