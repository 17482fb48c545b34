/** The little RTCP that a publisher and a viewer need, apart from the server's own, so that a mistake in one shows in the other. */
export const isRtcp = (data: Buffer): boolean => data.length >= 2 && data.readUInt8(1) >= 192 && data.readUInt8(1) <= 223;

export type Feedback = { type: 'nack'; ssrc: number; sequences: number[] } | { type: 'keyframe'; ssrc: number };

/** The NACK and PLI messages of a compound packet. */
export function readFeedback(compound: Buffer): Feedback[] {
  const found: Feedback[] = [];
  for (let at = 0; at + 12 <= compound.length; ) {
    const end = at + (compound.readUInt16BE(at + 2) + 1) * 4;
    if (end > compound.length) break;
    const format = compound.readUInt8(at) & 0x1f;
    const type = compound.readUInt8(at + 1);
    const ssrc = end - at >= 12 ? compound.readUInt32BE(at + 8) : 0;
    if (type === 205 && format === 1) found.push({ type: 'nack', ssrc, sequences: readSequences(compound.subarray(at + 12, end)) });
    else if (type === 206 && format === 1) found.push({ type: 'keyframe', ssrc });
    at = end;
  }
  return found;
}

function readSequences(fields: Buffer): number[] {
  const sequences: number[] = [];
  for (let at = 0; at + 4 <= fields.length; at += 4) {
    const first = fields.readUInt16BE(at);
    const following = fields.readUInt16BE(at + 2);
    sequences.push(first);
    for (let bit = 0; bit < 16; bit++) if (following & (1 << bit)) sequences.push((first + bit + 1) & 0xffff);
  }
  return sequences;
}

export function writeNack(ssrc: number, sequences: readonly number[]): Buffer {
  const packet = Buffer.alloc(12 + 4 * sequences.length);
  packet.writeUInt8(0x81, 0);
  packet.writeUInt8(205, 1);
  packet.writeUInt16BE(2 + sequences.length, 2);
  packet.writeUInt32BE(1, 4);
  packet.writeUInt32BE(ssrc, 8);
  sequences.forEach((sequence, index) => {
    packet.writeUInt16BE(sequence, 12 + 4 * index);
  });
  return packet;
}

/** One report block that tells of no loss (RFC 3550 section 6.4.2). */
export function writeReceiverReport(ssrc: number, sequence: number): Buffer {
  const packet = Buffer.alloc(32);
  packet.writeUInt8(0x81, 0);
  packet.writeUInt8(201, 1);
  packet.writeUInt16BE(7, 2);
  packet.writeUInt32BE(1, 4);
  packet.writeUInt32BE(ssrc, 8);
  packet.writeUInt32BE(sequence, 16);
  return packet;
}

/** Seconds between 1900, where NTP begins, and 1970. */
const NTP_EPOCH = 2_208_988_800;

export function writeSenderReport(report: { ssrc: number; unixMs: number; timestamp: number; packets: number; octets: number }): Buffer {
  const packet = Buffer.alloc(28);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(200, 1);
  packet.writeUInt16BE(6, 2);
  packet.writeUInt32BE(report.ssrc, 4);
  packet.writeUInt32BE((Math.floor(report.unixMs / 1_000) + NTP_EPOCH) >>> 0, 8);
  packet.writeUInt32BE(Math.floor(((report.unixMs % 1_000) / 1_000) * 0x100000000) >>> 0, 12);
  packet.writeUInt32BE(report.timestamp >>> 0, 16);
  packet.writeUInt32BE(report.packets >>> 0, 20);
  packet.writeUInt32BE(report.octets >>> 0, 24);
  return packet;
}
