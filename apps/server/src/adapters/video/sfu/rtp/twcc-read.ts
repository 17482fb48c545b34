import { sequenceDistance } from './sequence.ts';

const DELTA_MS = 0.25;
const REFERENCE_MS = 64;
const REFERENCE_WRAP = 0x1000000;
const HEADER_BYTES = 20;
const STATUSES_MAX = 2_048;
const SYMBOL = { smallDelta: 1, largeDelta: 2 };

/**
 * Reads transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1) of one peer: `visit` hears of each
 * packet, in the order they were sent, when it arrived in ms by the peer's clock, or null for one that has not arrived. Feedback that is
 * malformed is read up to the place where it breaks.
 */
export class TransportFeedbackReader {
  #reference: number | null = null;
  /** By how much the peer's 24-bit reference time has wrapped, unwrapped into one row. */
  #referenceBase = 0;
  readonly #symbols = new Uint8Array(STATUSES_MAX);

  read(data: Buffer, visit: (sequence: number, arrivedAt: number | null) => void): void {
    if (data.length < HEADER_BYTES) return;
    const first = data.readUInt16BE(12);
    const statuses = Math.min(data.readUInt16BE(14), STATUSES_MAX);
    const end = data.length - (data.readUInt8(0) & 0x20 ? data.readUInt8(data.length - 1) : 0);
    const known = this.#readSymbols(data, end, statuses);
    if (known === null) return;
    let time = this.#unwrap(data.readUIntBE(16, 3)) * REFERENCE_MS;
    let at = known.deltasAt;
    for (let index = 0; index < statuses; index++) {
      const symbol = this.#symbols[index];
      const sequence = (first + index) & 0xffff;
      if (symbol !== SYMBOL.smallDelta && symbol !== SYMBOL.largeDelta) {
        visit(sequence, null);
        continue;
      }
      const bytes = symbol === SYMBOL.smallDelta ? 1 : 2;
      if (at + bytes > end) return;
      time += (bytes === 1 ? data.readUInt8(at) : data.readInt16BE(at)) * DELTA_MS;
      at += bytes;
      visit(sequence, time);
    }
  }

  /** Chunks of run lengths or of status vectors; null when they end before all statuses are told. */
  #readSymbols(data: Buffer, end: number, statuses: number): { deltasAt: number } | null {
    let at = HEADER_BYTES;
    let index = 0;
    while (index < statuses) {
      if (at + 2 > end) return null;
      const chunk = data.readUInt16BE(at);
      at += 2;
      if ((chunk & 0x8000) === 0) {
        const symbol = (chunk >> 13) & 3;
        for (let run = chunk & 0x1fff; run > 0 && index < statuses; run--) this.#symbols[index++] = symbol;
      } else if (chunk & 0x4000)
        for (let shift = 12; shift >= 0 && index < statuses; shift -= 2) this.#symbols[index++] = (chunk >> shift) & 3;
      else for (let shift = 13; shift >= 0 && index < statuses; shift--) this.#symbols[index++] = (chunk >> shift) & 1;
    }
    return { deltasAt: at };
  }

  #unwrap(reference: number): number {
    if (this.#reference !== null) {
      const forward = (reference - this.#reference) & (REFERENCE_WRAP - 1);
      this.#referenceBase += forward < REFERENCE_WRAP / 2 ? forward : forward - REFERENCE_WRAP;
    }
    this.#reference = reference;
    return this.#referenceBase;
  }
}

/** The last number before `next` that looks like this 16-bit one. */
export const unwrapBefore = (next: number, sequence: number): number => next - 1 + sequenceDistance((next - 1) & 0xffff, sequence);
