/** Reads a bit at a time, without the bytes that keep start codes from appearing (H.264 section 7.4.1.1). */
class BitReader {
  readonly #bytes: number[] = [];
  #at = 0;
  constructor(unit: Buffer) {
    let zeros = 0;
    for (const byte of unit) {
      const isEscape = zeros >= 2 && byte === 3;
      zeros = byte === 0 ? zeros + 1 : 0;
      if (!isEscape) this.#bytes.push(byte);
    }
  }
  bits(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left--) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) throw new RangeError('the parameter set ends too early');
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
      this.#at++;
    }
    return value;
  }
  /** Exp-Golomb (section 9.1). */
  unsigned(): number {
    let zeros = 0;
    while (this.bits(1) === 0) if (++zeros > 31) throw new RangeError('not a number');
    return 2 ** zeros - 1 + this.bits(zeros);
  }
  signed(): number {
    const value = this.unsigned();
    return value % 2 === 1 ? (value + 1) / 2 : -value / 2;
  }
}

/** Profiles whose parameter sets say more of the colours (section 7.3.2.1.1). */
const HIGH_PROFILES = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** Pixels along an edge: more is what level 6.2 does not allow (section A.3), and no camera sends. */
const LONGEST_EDGE = 16_384;

/** The picture's size by a sequence parameter set (H.264 section 7.3.2.1.1); null when it can't be read. */
export function h264Size(sequence: Buffer): { width: number; height: number } | null {
  try {
    const size = readSize(new BitReader(sequence.subarray(1)));
    // What is cropped away may be said to be more than there is.
    return Math.min(size.width, size.height) > 0 && Math.max(size.width, size.height) <= LONGEST_EDGE ? size : null;
  } catch {
    return null;
  }
}

function readSize(reader: BitReader): { width: number; height: number } {
  const profile = reader.bits(8);
  reader.bits(16);
  reader.unsigned();
  const chroma = HIGH_PROFILES.has(profile) ? readChroma(reader) : 1;
  reader.unsigned();
  const orderType = reader.unsigned();
  if (orderType === 0) reader.unsigned();
  else if (orderType === 1) {
    reader.bits(1);
    reader.signed();
    reader.signed();
    for (let left = Math.min(255, reader.unsigned()); left > 0; left--) reader.signed();
  }
  reader.unsigned();
  reader.bits(1);
  const columns = reader.unsigned() + 1;
  const rows = reader.unsigned() + 1;
  const framesOnly = reader.bits(1);
  if (framesOnly === 0) reader.bits(1);
  reader.bits(1);
  const [cropX, cropY] = reader.bits(1) === 1 ? readCrop(reader) : [0, 0];
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
  const unitY = (chroma === 1 ? 2 : 1) * (2 - framesOnly);
  return { width: columns * 16 - cropX * unitX, height: rows * 16 * (2 - framesOnly) - cropY * unitY };
}
function readChroma(reader: BitReader): number {
  const chroma = reader.unsigned();
  if (chroma === 3) reader.bits(1);
  reader.unsigned();
  reader.unsigned();
  reader.bits(1);
  if (reader.bits(1) === 1)
    for (let list = 0; list < (chroma === 3 ? 12 : 8); list++) {
      const isGiven = reader.bits(1) === 1;
      if (isGiven) skipScalingList(reader, list < 6 ? 16 : 64);
    }
  return chroma;
}
function skipScalingList(reader: BitReader, size: number): void {
  let [last, next] = [8, 8];
  for (let at = 0; at < size; at++) {
    if (next !== 0) next = (last + reader.signed() + 256) % 256;
    if (next !== 0) last = next;
  }
}
function readCrop(reader: BitReader): [number, number] {
  const [left, right, top, bottom] = [reader.unsigned(), reader.unsigned(), reader.unsigned(), reader.unsigned()];
  return [left + right, top + bottom];
}
