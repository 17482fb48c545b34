/** Units of the format: reference times of 64 ms, deltas of 250 µs. */
const REFERENCE_US = 64_000;
const DELTA_US = 250;
const LARGEST_RUN = 0x1fff;
const SYMBOL = { missing: 0, small: 1, large: 2 } as const;

/**
 * Tells a server when each of its packets arrived (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1), as browsers do: from
 * it the server learns what the connection carries.
 */
export class TransportFeedback {
  #arrived: { sequence: number; atUs: number }[] = [];
  #messages = 0;
  /** The last number that was told of, so that a gap between two messages is told of too. */
  #last: number | null = null;

  add(sequence: number): void {
    this.#arrived.push({ sequence, atUs: Number(process.hrtime.bigint() / 1_000n) });
  }

  /** What has arrived since the last message; null when nothing has. */
  take(mediaSsrc: number): Buffer | null {
    const arrived = this.#arrived.splice(0);
    const [first] = arrived;
    if (!first) return null;
    const base = this.#last === null ? first.sequence : (this.#last + 1) & 0xffff;
    const reference = Math.floor(first.atUs / REFERENCE_US);
    const symbols: number[] = [];
    const deltas: number[] = [];
    let before = Math.floor((reference * REFERENCE_US) / DELTA_US);
    for (const { sequence, atUs } of arrived) {
      const place = (sequence - base) & 0xffff;
      // Older than what has been told of, or twice: said once is enough.
      if (place >= 0x8000 || place < symbols.length) continue;
      while (symbols.length < place) symbols.push(SYMBOL.missing);
      const at = Math.floor(atUs / DELTA_US);
      const delta = at - before;
      before = at;
      symbols.push(delta >= 0 && delta <= 0xff ? SYMBOL.small : SYMBOL.large);
      deltas.push(Math.max(-0x8000, Math.min(0x7fff, delta)));
    }
    if (symbols.length === 0) return null;
    this.#last = (base + symbols.length - 1) & 0xffff;
    return this.#write(mediaSsrc, base, reference, symbols, deltas);
  }

  #write(mediaSsrc: number, base: number, reference: number, symbols: number[], deltas: number[]): Buffer {
    const received = symbols.filter((symbol) => symbol !== SYMBOL.missing);
    const chunks = runsOf(symbols);
    const deltaBytes = received.reduce<number>((sum, symbol) => sum + symbol, 0);
    const length = Math.ceil((20 + 2 * chunks.length + deltaBytes) / 4) * 4;
    const message = Buffer.alloc(length);
    message.writeUInt8(0x80 | 15, 0);
    message.writeUInt8(205, 1);
    message.writeUInt16BE(length / 4 - 1, 2);
    message.writeUInt32BE(1, 4);
    message.writeUInt32BE(mediaSsrc, 8);
    message.writeUInt16BE(base, 12);
    message.writeUInt16BE(symbols.length, 14);
    message.writeUIntBE(reference & 0xffffff, 16, 3);
    message.writeUInt8(this.#messages++ & 0xff, 19);
    let at = 20;
    for (const chunk of chunks) at = message.writeUInt16BE(chunk, at);
    for (const [index, delta] of deltas.entries())
      at = received[index] === SYMBOL.small ? message.writeUInt8(delta, at) : message.writeInt16BE(delta, at);
    return message;
  }
}

/** Run length chunks: a symbol and how often it comes. */
function runsOf(symbols: readonly number[]): number[] {
  const chunks: number[] = [];
  for (let at = 0; at < symbols.length; ) {
    const symbol = symbols[at] ?? 0;
    let end = at + 1;
    while (end < symbols.length && symbols[end] === symbol && end - at < LARGEST_RUN) end++;
    chunks.push((symbol << 13) | (end - at));
    at = end;
  }
  return chunks;
}
