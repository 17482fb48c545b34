import { SFU_LIMITS } from '../limits.ts';
import type { MediaPacket } from '../media/media-packet.ts';

const SIZE = SFU_LIMITS.retransmissionRing;
const MASK = SIZE - 1;

/** The numbers that a viewer's track gives a packet in place of the publisher's. */
export interface SentNumbers {
  sequence: number;
  timestamp: number;
  pictureId: number;
  tl0PictureIndex: number;
}

/** The last packets of a track with the numbers they went out under, for sending them again. Packets are shared by all viewers. */
export class SentRing {
  readonly #packets: (MediaPacket | undefined)[] = new Array(SIZE);
  readonly #sequences = new Uint16Array(SIZE);
  readonly #timestamps = new Uint32Array(SIZE);
  readonly #pictureIds = new Uint16Array(SIZE);
  readonly #tl0PictureIndexes = new Uint8Array(SIZE);
  readonly #resentAt = new Float64Array(SIZE);

  add(packet: MediaPacket, { sequence, timestamp, pictureId, tl0PictureIndex }: SentNumbers): void {
    const index = sequence & MASK;
    this.#packets[index] = packet;
    this.#sequences[index] = sequence;
    this.#timestamps[index] = timestamp;
    this.#pictureIds[index] = pictureId;
    this.#tl0PictureIndexes[index] = tl0PictureIndex;
    this.#resentAt[index] = Number.NEGATIVE_INFINITY;
  }
  /** null when it was never sent or has been overwritten. */
  packet(sequence: number): MediaPacket | null {
    const index = sequence & MASK;
    return this.#sequences[index] === sequence ? (this.#packets[index] ?? null) : null;
  }
  numbers(sequence: number): SentNumbers {
    const index = sequence & MASK;
    return {
      sequence,
      timestamp: this.#timestamps[index] ?? 0,
      pictureId: this.#pictureIds[index] ?? 0,
      tl0PictureIndex: this.#tl0PictureIndexes[index] ?? 0,
    };
  }
  resentAt(sequence: number): number {
    return this.#resentAt[sequence & MASK] ?? Number.NEGATIVE_INFINITY;
  }
  markResent(sequence: number, now: number): void {
    this.#resentAt[sequence & MASK] = now;
  }
}
