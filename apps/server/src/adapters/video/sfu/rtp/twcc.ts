import { SFU_LIMITS } from '../limits.ts';
import { RTCP, TRANSPORT_FEEDBACK } from './rtcp.ts';
import { sequenceDistance } from './sequence.ts';

const DELTA_MS = 0.25;
const REFERENCE_MS = 64;
/** Two-bit status symbols, seven to a chunk. */
const SYMBOL = { missing: 0, smallDelta: 1, largeDelta: 2 };
const CHUNK_SYMBOLS = 7;

/**
 * What a congestion controller at the sender needs to know: when each packet arrived, by transport-wide sequence number
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01). Holds what arrived since the last feedback, bounded.
 */
export class TransportFeedback {
  readonly #sender: number;
  readonly #arrivals = new Map<number, number>();
  /** Unwrapped numbers: the first not yet reported, and the highest seen. */
  #next = -1;
  #highest = -1;
  #count = 0;

  constructor(sender: number) {
    this.#sender = sender;
  }

  record(sequence: number, arrivedAt: number): void {
    const unwrapped = this.#highest < 0 ? sequence + 0x10000 : this.#highest + sequenceDistance(this.#highest & 0xffff, sequence);
    if (this.#next < 0) this.#next = unwrapped;
    if (unwrapped < this.#next) return;
    if (unwrapped - this.#next >= 4 * SFU_LIMITS.twccPackets) {
      this.#arrivals.clear();
      this.#next = unwrapped;
    }
    this.#highest = Math.max(this.#highest, unwrapped);
    this.#arrivals.set(unwrapped, arrivedAt);
  }

  /** The next feedback message, or null when nothing is left to report. */
  take(media: number): Buffer | null {
    if (this.#arrivals.size === 0) return null;
    const first = this.#next;
    const end = Math.min(this.#highest + 1, first + SFU_LIMITS.twccPackets);
    const symbols: number[] = [];
    const deltas: number[] = [];
    let reference = -1;
    let time = 0;
    let at = first;
    for (; at < end; at++) {
      const arrivedAt = this.#arrivals.get(at);
      if (arrivedAt === undefined) {
        symbols.push(SYMBOL.missing);
        continue;
      }
      if (reference < 0) {
        reference = Math.floor(arrivedAt / REFERENCE_MS);
        time = reference * REFERENCE_MS;
      }
      const delta = Math.round((arrivedAt - time) / DELTA_MS);
      // A delta that doesn't fit starts the next message, with a reference of its own.
      if (delta < -0x8000 || delta > 0x7fff) break;
      this.#arrivals.delete(at);
      time += delta * DELTA_MS;
      symbols.push(delta >= 0 && delta <= 0xff ? SYMBOL.smallDelta : SYMBOL.largeDelta);
      deltas.push(delta);
    }
    this.#next = at;
    return deltas.length === 0 ? null : this.#write(media, first, reference, symbols, deltas);
  }

  #write(media: number, first: number, reference: number, symbols: readonly number[], deltas: readonly number[]): Buffer {
    const chunks = Math.ceil(symbols.length / CHUNK_SYMBOLS);
    const deltaBytes = deltas.reduce((sum, delta) => sum + (delta >= 0 && delta <= 0xff ? 1 : 2), 0);
    const bytes = 20 + chunks * 2 + deltaBytes;
    const padding = (4 - (bytes % 4)) % 4;
    const packet = Buffer.alloc(bytes + padding);
    packet.writeUInt8(0x80 | (padding ? 0x20 : 0) | TRANSPORT_FEEDBACK.transportWide, 0);
    packet.writeUInt8(RTCP.transportFeedback, 1);
    packet.writeUInt16BE(packet.length / 4 - 1, 2);
    packet.writeUInt32BE(this.#sender, 4);
    packet.writeUInt32BE(media, 8);
    packet.writeUInt16BE(first & 0xffff, 12);
    packet.writeUInt16BE(symbols.length, 14);
    packet.writeUIntBE(reference & 0xffffff, 16, 3);
    packet.writeUInt8(this.#count, 19);
    this.#count = (this.#count + 1) & 0xff;
    let at = 20;
    for (let index = 0; index < symbols.length; index += CHUNK_SYMBOLS) {
      let chunk = 0xc000;
      for (let k = 0; k < CHUNK_SYMBOLS; k++) chunk |= (symbols[index + k] ?? SYMBOL.missing) << (12 - 2 * k);
      at = packet.writeUInt16BE(chunk, at);
    }
    for (const delta of deltas) at = delta >= 0 && delta <= 0xff ? packet.writeUInt8(delta, at) : packet.writeInt16BE(delta, at);
    if (padding) packet.writeUInt8(padding, packet.length - 1);
    return packet;
  }
}
