/** What an adaptation asks of the connection to a viewer, however it is measured. Times in ms, rates in bit/s. */
export interface Link {
  /** What the connection is thought to carry. */
  readonly estimate: number;
  readonly isKnown: boolean;
  /** Share of packets lost, 0 to 1. */
  loss(now: number): number;
  /** Whether the estimate fell since this was asked last. */
  takeCongestion(): boolean;
  /** Whether it is being found out now if more gets through. */
  readonly isSeeking: boolean;
  /** Asks whether so much gets through, by and by; null: no more is wanted. To be called at each tick. */
  seek(goal: number | null, now: number): void;
  /** More was sent, and that was too much. */
  onMistake(now: number): void;
  /** More was sent, and that has stood the test. */
  onSuccess(): void;
}

/** How long to wait before the next try: twice as long after each failure, up to a bound. */
export class Backoff {
  readonly #first: number;
  readonly #max: number;
  #delay = 0;
  #until = Number.NEGATIVE_INFINITY;

  constructor(first: number, max: number) {
    this.#first = first;
    this.#max = max;
  }
  isOver(now: number): boolean {
    return now >= this.#until;
  }
  fail(now: number): void {
    this.#delay = this.#delay === 0 ? this.#first : Math.min(this.#max, this.#delay * 2);
    this.#until = now + this.#delay;
  }
  /** Waits once more as long as at first, without counting a failure. */
  wait(now: number): void {
    this.#until = Math.max(this.#until, now + this.#first);
  }
  reset(): void {
    this.#delay = 0;
    this.#until = Number.NEGATIVE_INFINITY;
  }
}
