import { LIMITS } from '@vitrine/protocol';

/** The last frames of a room, one per offset without a hole: what a newcomer missed is cut from here, already framed. */
export class EntryLog {
  /** The offset of the first frame. */
  #first: number;
  #frames: Buffer[] = [];

  /** @param tail the offset after which frames will come */
  constructor(tail: number) {
    this.#first = tail + 1;
  }
  get first(): number {
    return this.#first;
  }
  get tail(): number {
    return this.#first + this.#frames.length - 1;
  }
  /** The next offset's frame. */
  append(frame: Buffer): void {
    this.#frames.push(frame);
    // In portions: moving the whole array for every message would cost more than the message.
    if (this.#frames.length >= LIMITS.roomEntries + SLACK) {
      this.#frames.splice(0, SLACK);
      this.#first += SLACK;
    }
  }
  /** Frames that end right before the first one here; false when they no longer do. */
  prepend(frames: Buffer[], lastOffset: number): boolean {
    if (lastOffset !== this.#first - 1) return false;
    this.#frames.unshift(...frames);
    this.#first -= frames.length;
    return true;
  }
  /** Everything after this offset; null when some of it is not here. */
  after(offset: number): Buffer[] | null {
    return offset < this.#first - 1 ? null : this.#frames.slice(offset - this.#first + 1);
  }
  replace(offset: number, frame: Buffer): void {
    const index = offset - this.#first;
    if (index >= 0 && index < this.#frames.length) this.#frames[index] = frame;
  }
}
const SLACK = 256;
