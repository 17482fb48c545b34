import type { Clock } from '../../ports/clock.ts';
import { RecentlyUsed } from '../recently-used.ts';

/** Answers of costly questions, kept for a while: for what changes slowly and is asked often. */
export class KeptBriefly<Value> {
  readonly #answers: RecentlyUsed<string, { readAt: number; value: Promise<Value> }>;
  readonly #clock: Clock;
  readonly #milliseconds: number;

  constructor(clock: Clock, { milliseconds, capacity }: { milliseconds: number; capacity: number }) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
    this.#answers = new RecentlyUsed(capacity);
  }

  /** What was read under this key not long ago, or is read now. A failure is not kept. */
  get(key: string, read: () => Promise<Value>): Promise<Value> {
    const known = this.#answers.get(key);
    if (known && this.#clock.monotonic() - known.readAt < this.#milliseconds) return known.value;
    const answer = { readAt: this.#clock.monotonic(), value: read() };
    this.#answers.set(key, answer);
    answer.value.catch(() => {
      if (this.#answers.get(key) === answer) this.#answers.delete(key);
    });
    return answer.value;
  }
}
