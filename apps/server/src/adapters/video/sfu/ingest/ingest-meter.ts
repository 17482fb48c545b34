import type { ReceiveStream } from './receive-stream.ts';

/** The bitrate is that of the last whole second, the loss that of the last few, in ms. */
const WINDOW = 1_000;
const LOSS_WINDOWS = 4;

interface Sums {
  expected: number;
  arrived: number;
}

/** Measures what comes in from a publisher. Times are monotonic ms. */
export class IngestMeter {
  bytes = 0;
  #windowStart = 0;
  #windowBytes = 0;
  #bitrate = 0;
  readonly #windows: Sums[] = [];
  readonly #counted = new WeakMap<ReceiveStream, Sums>();

  count(bytes: number): void {
    this.bytes += bytes;
    this.#windowBytes += bytes;
  }

  /** Closes the window when it is full. */
  tick(now: number, streams: Iterable<ReceiveStream>): void {
    const passed = now - this.#windowStart;
    if (passed < WINDOW) return;
    this.#bitrate = passed > 2 * WINDOW ? 0 : (this.#windowBytes * 8_000) / passed;
    this.#windowStart = now;
    this.#windowBytes = 0;
    const sums = { expected: 0, arrived: 0 };
    for (const stream of streams) {
      const before = this.#counted.get(stream) ?? { expected: 0, arrived: 0 };
      const { expected, arrived } = stream;
      this.#counted.set(stream, { expected, arrived });
      // A sender that started over counts from there.
      const isNew = expected < before.expected;
      sums.expected += isNew ? expected : expected - before.expected;
      sums.arrived += isNew ? arrived : arrived - before.arrived;
    }
    this.#windows.push(sums);
    if (this.#windows.length > LOSS_WINDOWS) this.#windows.shift();
  }

  /** bit/s. */
  get bitrate(): number {
    return this.#bitrate;
  }
  /** Of the packets sent, 0 to 1, before repair: what was brought back by retransmission counts as lost. */
  get loss(): number {
    let expected = 0;
    let arrived = 0;
    for (const window of this.#windows) {
      expected += window.expected;
      arrived += window.arrived;
    }
    return expected <= 0 ? 0 : Math.min(1, Math.max(0, 1 - arrived / expected));
  }
}
