import type { ReceiveStream } from './receive-stream.ts';

/** What moves in a window this long is what a layer's figures tell, in ms. */
const WINDOW = 1_000;
/** A layer that has sent nothing for so long is not to be counted on: senders stop upper layers when their uplink is short. */
const IDLE_AFTER = 1_000;

/** One encoding of a publisher's picture: the only one, or one of several of simulcast (RFC 8853). Times are monotonic ms. */
export class Layer {
  /** The restriction identifier (RFC 8851); null where the sender has one encoding. */
  readonly rid: string | null;
  /** 0 is the smallest. */
  readonly rank: number;
  /** What it comes in on; null before the first packet. */
  stream: ReceiveStream | null = null;
  /** Of the newest keyframe, in pixels; null before it. */
  size: { width: number; height: number } | null = null;
  #windowStart = 0;
  #bytes = 0;
  #frames = 0;
  #bitrate = 0;
  #framesPerSecond = 0;
  #lastPacketAt = Number.NEGATIVE_INFINITY;

  constructor(rid: string | null, rank: number) {
    this.rid = rid;
    this.rank = rank;
  }

  /** Counts a packet that has come in. */
  count(bytes: number, endsFrame: boolean, now: number): void {
    this.#roll(now);
    this.#bytes += bytes;
    if (endsFrame) this.#frames++;
    this.#lastPacketAt = now;
  }
  isActive(now: number): boolean {
    return now - this.#lastPacketAt < IDLE_AFTER;
  }
  /** In bit/s, over the last whole second. */
  bitrate(now: number): number {
    this.#roll(now);
    return this.#bitrate;
  }
  framesPerSecond(now: number): number {
    this.#roll(now);
    return this.#framesPerSecond;
  }

  #roll(now: number): void {
    const passed = now - this.#windowStart;
    if (passed < WINDOW) return;
    // After a pause the first window says nothing of the whole time.
    const seconds = passed > 2 * WINDOW ? 1 : passed / 1_000;
    this.#bitrate = passed > 2 * WINDOW ? 0 : (this.#bytes * 8) / seconds;
    this.#framesPerSecond = passed > 2 * WINDOW ? 0 : this.#frames / seconds;
    this.#windowStart = now;
    this.#bytes = 0;
    this.#frames = 0;
  }
}
