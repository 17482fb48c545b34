const IDENTIFIER = 0x52454d42; // "REMB"

/** Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03 section 2.2), in bit/s; null when the message is another. */
export function readRemb(data: Buffer): number | null {
  if (data.length < 20 || data.readUInt32BE(12) !== IDENTIFIER) return null;
  const exponent = data.readUInt8(17) >> 2;
  const mantissa = ((data.readUInt8(17) & 3) << 16) | data.readUInt16BE(18);
  return mantissa * 2 ** exponent;
}
