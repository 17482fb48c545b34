import { OPUS_SILENCE, OPUS_SILENCE_DURATION, opusDuration } from './opus.ts';

/** A packet this far from where the last one ended is taken to follow it: rounding and slow clocks, below what lips show. In ms. */
const TOLERANCE = 40;

/**
 * Lays a part's sound down without gap or overlap: players and editors that count sound by its packets then keep it in step with the
 * picture. What was not heard (a muted seat, an interruption, silence that is not sent) is written as silence. Times are ms in the part.
 */
export class AudioLine {
  readonly #write: (packet: Buffer, time: number) => void;
  #end = 0;

  constructor(write: (packet: Buffer, time: number) => void) {
    this.#write = write;
  }

  /** Where what has been written ends. */
  get end(): number {
    return this.#end;
  }

  add(packet: Buffer, time: number): void {
    const duration = opusDuration(packet);
    // Of a time for which silence stands already, or from before the part.
    if (duration === 0 || time < this.#end - TOLERANCE) return;
    if (time > this.#end + TOLERANCE) this.silence(time);
    this.#write(packet, this.#end);
    this.#end += duration;
  }
  /** Writes silence up to here. */
  silence(until: number): void {
    while (this.#end + OPUS_SILENCE_DURATION <= until) {
      this.#write(OPUS_SILENCE, this.#end);
      this.#end += OPUS_SILENCE_DURATION;
    }
  }
}
