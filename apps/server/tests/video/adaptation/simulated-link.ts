/** A path that can be made worse and better while packets are on it. */
export interface LinkState {
  /** bit/s. */
  rate: number;
  /** What waits at the most, in ms at this rate; what comes then is dropped. */
  queue: number;
  /** One way, in ms. */
  delay: number;
  /** Of packets, 0 to 1, at random. */
  loss: number;
}
interface Waiting<T> {
  bytes: number;
  what: T;
}

/** Pseudo-random numbers that are the same in each run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}

/** A bottleneck with a drop-tail queue, then a delay and random loss. Advanced a millisecond at a time; nothing in it asks a clock. */
export class SimulatedLink<T> {
  state: LinkState;
  readonly #random: () => number;
  readonly #queue: Waiting<T>[] = [];
  #queuedBytes = 0;
  #credit = 0;
  readonly #underWay: { at: number; what: T }[] = [];

  constructor(state: LinkState, random: () => number) {
    this.state = state;
    this.#random = random;
  }

  /** ms that a packet sent now would wait. */
  get queueing(): number {
    return (this.#queuedBytes * 8_000) / this.state.rate;
  }

  send(bytes: number, what: T): void {
    if (this.queueing > this.state.queue) return;
    this.#queue.push({ bytes, what });
    this.#queuedBytes += bytes;
  }

  /** What arrives in the millisecond that ends at `now`. */
  advance(now: number): T[] {
    const { rate, delay, loss } = this.state;
    this.#credit = this.#queue.length === 0 ? rate / 8_000 : this.#credit + rate / 8_000;
    for (let first = this.#queue[0]; first && this.#credit >= first.bytes; first = this.#queue[0]) {
      this.#queue.shift();
      this.#credit -= first.bytes;
      this.#queuedBytes -= first.bytes;
      // A path does not put packets in another order when its delay shrinks.
      const at = Math.max(now + delay, this.#underWay.at(-1)?.at ?? 0);
      if (this.#random() >= loss) this.#underWay.push({ at, what: first.what });
    }
    const arrived: T[] = [];
    for (let first = this.#underWay[0]; first && first.at <= now; first = this.#underWay[0]) {
      this.#underWay.shift();
      arrived.push(first.what);
    }
    return arrived;
  }
}
