const BUCKETS = 20;

/** Adds up amounts over a sliding window, in buckets, so that what it costs doesn't depend on how much moves. Times in ms. */
export class RateWindow {
  readonly #bucketSpan: number;
  readonly #amounts = new Float64Array(BUCKETS);
  #bucket = Number.NEGATIVE_INFINITY;
  #first = Number.NEGATIVE_INFINITY;
  #sum = 0;

  constructor(window: number) {
    this.#bucketSpan = window / BUCKETS;
  }

  add(amount: number, at: number): void {
    this.#advance(at);
    // What comes late counts where it belongs, while that is in the window.
    const bucket = Math.floor(at / this.#bucketSpan);
    if (bucket <= this.#bucket - BUCKETS) return;
    const index = ((bucket % BUCKETS) + BUCKETS) % BUCKETS;
    this.#amounts[index] = (this.#amounts[index] ?? 0) + amount;
    this.#sum += amount;
  }
  /** Over the window that ends at `now`. */
  sum(now: number): number {
    this.#advance(now);
    return this.#sum;
  }
  /** Forgets what is in the window. */
  reset(now: number): void {
    this.#amounts.fill(0);
    this.#sum = 0;
    this.#bucket = this.#bucketOf(now);
    this.#first = this.#bucket;
  }
  /** Of bytes: in bit/s. While the window is not yet full, over what there is of it. */
  bitrate(now: number): number {
    const buckets = Math.min(BUCKETS, this.#bucketOf(now) - this.#first + 1);
    return (this.sum(now) * 8_000) / (Math.max(BUCKETS / 4, buckets) * this.#bucketSpan);
  }

  #bucketOf(at: number): number {
    return Math.floor(at / this.#bucketSpan);
  }
  #advance(to: number): void {
    const bucket = this.#bucketOf(to);
    if (bucket <= this.#bucket) return;
    if (bucket - this.#bucket >= BUCKETS) {
      this.#amounts.fill(0);
      this.#sum = 0;
      this.#first = bucket;
    } else
      for (let passed = this.#bucket + 1; passed <= bucket; passed++) {
        const index = ((passed % BUCKETS) + BUCKETS) % BUCKETS;
        this.#sum -= this.#amounts[index] ?? 0;
        this.#amounts[index] = 0;
      }
    this.#bucket = bucket;
  }
}
