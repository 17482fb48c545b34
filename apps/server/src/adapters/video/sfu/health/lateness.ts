import { HEALTH_LIMITS } from './limits.ts';

/** A jump by more than this is another clock, not a wait. */
const OTHER_CLOCK = 30_000;
const HALF_NUMBER_SPACE = 0x80000000;

/**
 * How late packets of one stream are handled: the wall clock against RTP time, compared with the packet that came through fastest. The
 * queues between the native library and JavaScript are not bounded, so overload shows here, and nowhere as loss. Times are monotonic ms.
 */
export class Lateness {
  #source: object | null = null;
  #firstTimestamp = 0;
  #firstAt = 0;
  /** The fastest of the span before and of the present one. */
  #before = Number.POSITIVE_INFINITY;
  #fastest = Number.POSITIVE_INFINITY;
  #spanStart = 0;
  #worst = 0;

  /** A packet has come to be handled. `source` is the stream that its timestamp belongs to. */
  see(source: { clockRate: number }, timestamp: number, now: number): void {
    const elapsed = this.#elapsed(timestamp) * (1_000 / source.clockRate);
    const behind = now - this.#firstAt - elapsed;
    if (source !== this.#source || Math.abs(behind) > OTHER_CLOCK) {
      this.#restart(source, timestamp, now);
      return;
    }
    if (now - this.#spanStart > HEALTH_LIMITS.latenessSpan) {
      this.#before = this.#fastest;
      this.#fastest = Number.POSITIVE_INFINITY;
      this.#spanStart = now;
    }
    this.#fastest = Math.min(this.#fastest, behind);
    this.#worst = Math.max(this.#worst, behind - Math.min(this.#before, this.#fastest));
    // Timestamps are compared within half their number space, so the start moves along.
    if (elapsed > OTHER_CLOCK) this.#moveStart(timestamp, elapsed);
  }
  /** The worst since the last call, in ms. */
  take(): number {
    const worst = this.#worst;
    this.#worst = 0;
    return worst;
  }

  #elapsed(timestamp: number): number {
    const distance = (timestamp - this.#firstTimestamp) >>> 0;
    return distance < HALF_NUMBER_SPACE ? distance : distance - 2 * HALF_NUMBER_SPACE;
  }
  #moveStart(timestamp: number, elapsed: number): void {
    this.#firstTimestamp = timestamp;
    this.#firstAt += elapsed;
  }
  #restart(source: object, timestamp: number, now: number): void {
    this.#source = source;
    this.#firstTimestamp = timestamp;
    this.#firstAt = now;
    this.#before = Number.POSITIVE_INFINITY;
    this.#fastest = 0;
    this.#spanStart = now;
    this.#worst = 0;
  }
}
