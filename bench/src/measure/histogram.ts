const BUCKETS_PER_MS = 10;
const LARGEST_MS = 20_000;

/** Durations in steps of 0.1 ms, so that millions of them fit into a message between processes. */
export class Histogram {
  readonly #counts = new Uint32Array(LARGEST_MS * BUCKETS_PER_MS + 1);
  #total = 0;

  add(ms: number): void {
    const bucket = Math.min(LARGEST_MS * BUCKETS_PER_MS, Math.max(0, Math.floor(ms * BUCKETS_PER_MS)));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total += 1;
  }
  get total(): number {
    return this.#total;
  }
  /** The duration that this share (0 to 1) of all stay within, in ms; NaN when there are none. */
  quantile(share: number): number {
    const rank = Math.max(1, Math.ceil(this.#total * share));
    let seen = 0;
    for (let bucket = 0; bucket < this.#counts.length; bucket++) {
      seen += this.#counts[bucket] ?? 0;
      if (seen >= rank) return (bucket + 1) / BUCKETS_PER_MS;
    }
    return Number.NaN;
  }
  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }
  /** Pairs of bucket and count. */
  toPairs(): [number, number][] {
    const pairs: [number, number][] = [];
    for (const [bucket, count] of this.#counts.entries()) if (count > 0) pairs.push([bucket, count]);
    return pairs;
  }
  addPairs(pairs: [number, number][]): void {
    for (const [bucket, count] of pairs) {
      this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count;
      this.#total += count;
    }
  }
}
