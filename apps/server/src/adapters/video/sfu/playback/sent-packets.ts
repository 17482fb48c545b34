import { unwrapBefore } from '../rtp/twcc-read.ts';
import { PLAYBACK_LIMITS } from './limits.ts';

const SIZE = PLAYBACK_LIMITS.awaitedPackets;
const MASK = SIZE - 1;
const FATE = { awaited: 1, arrived: 2, missing: 3 };

/** A packet's fate as feedback told it. The same object is handed out each time: copy what is to be kept. */
export interface PacketFate {
  /** In a row without wrapping. */
  number: number;
  bytes: number;
  sentAt: number;
  /** By the peer's clock, in ms; null when it has not arrived. */
  arrivedAt: number | null;
}

/** What was sent under which transport-wide number, until its arrival is told. Bounded; the oldest are forgotten. */
export class SentPackets {
  readonly #sentAt = new Float64Array(SIZE);
  readonly #bytes = new Uint16Array(SIZE);
  readonly #fates = new Uint8Array(SIZE);
  readonly #told: PacketFate = { number: 0, bytes: 0, sentAt: 0, arrivedAt: null };
  #next = 1;
  #totalBytes = 0;

  /** The number of the next packet. */
  get next(): number {
    return this.#next;
  }
  get totalBytes(): number {
    return this.#totalBytes;
  }

  /** Gives the number to write into the packet's header extension. */
  add(bytes: number, sentAt: number): number {
    const number = this.#next++;
    const index = number & MASK;
    this.#sentAt[index] = sentAt;
    this.#bytes[index] = bytes;
    this.#fates[index] = FATE.awaited;
    this.#totalBytes += bytes;
    return number & 0xffff;
  }

  /** null for what was not sent, has been forgotten, or was told of before. A packet reported missing may still be reported arrived. */
  tell(sequence: number, arrivedAt: number | null): PacketFate | null {
    const number = unwrapBefore(this.#next, sequence);
    const index = number & MASK;
    const fate = this.#fates[index];
    if (number < 1 || number >= this.#next || number <= this.#next - SIZE || fate === undefined) return null;
    if (fate === FATE.arrived || (fate === FATE.missing && arrivedAt === null)) return null;
    this.#fates[index] = arrivedAt === null ? FATE.missing : FATE.arrived;
    const told = this.#told;
    told.number = number;
    told.bytes = this.#bytes[index] ?? 0;
    told.sentAt = this.#sentAt[index] ?? 0;
    told.arrivedAt = arrivedAt;
    return told;
  }
}
