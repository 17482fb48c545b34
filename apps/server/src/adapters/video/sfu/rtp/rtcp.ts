import { SFU_LIMITS } from '../limits.ts';
import { nextSequence, sequenceDistance } from './sequence.ts';

/** RTCP packet types (RFC 3550 section 12.1, RFC 4585 section 6.1) and the feedback formats that are used. */
export const RTCP = {
  senderReport: 200,
  receiverReport: 201,
  sourceDescription: 202,
  bye: 203,
  transportFeedback: 205,
  payloadFeedback: 206,
};
export const TRANSPORT_FEEDBACK = { nack: 1, transportWide: 15 };
export const PAYLOAD_FEEDBACK = { pli: 1, fir: 4 };

export interface RtcpPacket {
  type: number;
  /** Report count or feedback format: the low five bits of the first byte. */
  count: number;
  /** The whole packet, header included: at least four bytes. */
  data: Buffer;
}
/** The packets of a compound, up to the first that is malformed. */
export function* rtcpPackets(compound: Buffer): Generator<RtcpPacket> {
  for (let at = 0; at + 4 <= compound.length; ) {
    const first = compound.readUInt8(at);
    const end = at + (compound.readUInt16BE(at + 2) + 1) * 4;
    if (first >> 6 !== 2 || end > compound.length) return;
    yield { type: compound.readUInt8(at + 1), count: first & 0x1f, data: compound.subarray(at, end) };
    at = end;
  }
}

function feedback(type: number, format: number, sender: number, media: number, words: number): Buffer {
  const packet = Buffer.alloc(12 + words * 4);
  packet.writeUInt8(0x80 | format, 0);
  packet.writeUInt8(type, 1);
  packet.writeUInt16BE(2 + words, 2);
  packet.writeUInt32BE(sender, 4);
  packet.writeUInt32BE(media, 8);
  return packet;
}

/** Picture loss indication (RFC 4585 section 6.3.1): asks for a keyframe. */
export const writePli = (sender: number, media: number): Buffer => feedback(RTCP.payloadFeedback, PAYLOAD_FEEDBACK.pli, sender, media, 0);

/** Generic NACK (RFC 4585 section 6.2.1) for ascending sequence numbers. */
export function writeNack(sender: number, media: number, sequences: readonly number[]): Buffer {
  const fields: { first: number; following: number }[] = [];
  for (const sequence of sequences) {
    const field = fields.at(-1);
    const distance = field ? sequenceDistance(field.first, sequence) : 0;
    if (field && distance >= 1 && distance <= 16) field.following |= 1 << (distance - 1);
    else fields.push({ first: sequence, following: 0 });
  }
  const packet = feedback(RTCP.transportFeedback, TRANSPORT_FEEDBACK.nack, sender, media, fields.length);
  fields.forEach(({ first, following }, index) => {
    packet.writeUInt16BE(first, 12 + index * 4);
    packet.writeUInt16BE(following, 14 + index * 4);
  });
  return packet;
}
/** The sequence numbers that a generic NACK asks for, bounded. */
export function readNack(data: Buffer): number[] {
  const sequences: number[] = [];
  for (let at = 12; at + 4 <= data.length && sequences.length < SFU_LIMITS.nackedPerMessage; at += 4) {
    let sequence = data.readUInt16BE(at);
    sequences.push(sequence);
    for (let following = data.readUInt16BE(at + 2); following > 0; following >>= 1) {
      sequence = nextSequence(sequence);
      if (following & 1) sequences.push(sequence);
    }
  }
  return sequences;
}
/** Which stream a feedback packet is about; null when it is too short to say. */
export const feedbackTarget = (data: Buffer): number | null => (data.length >= 12 ? data.readUInt32BE(8) : null);

export interface ReportBlock {
  ssrc: number;
  /** Lost since the last report, in 1/256. */
  fractionLost: number;
  totalLost: number;
  highestSequence: number;
  jitter: number;
  lastSenderReport: number;
  /** In 1/65536 s. */
  delaySinceSenderReport: number;
}
/** RFC 3550 section 6.4.2; at most 31 blocks fit. */
export function writeReceiverReport(sender: number, blocks: readonly ReportBlock[]): Buffer {
  const packet = Buffer.alloc(8 + 24 * blocks.length);
  packet.writeUInt8(0x80 | blocks.length, 0);
  packet.writeUInt8(RTCP.receiverReport, 1);
  packet.writeUInt16BE(packet.length / 4 - 1, 2);
  packet.writeUInt32BE(sender, 4);
  blocks.forEach((block, index) => {
    const at = 8 + index * 24;
    packet.writeUInt32BE(block.ssrc, at);
    packet.writeUInt8(block.fractionLost, at + 4);
    packet.writeIntBE(Math.max(-0x800000, Math.min(0x7fffff, block.totalLost)), at + 5, 3);
    packet.writeUInt32BE(block.highestSequence >>> 0, at + 8);
    packet.writeUInt32BE(block.jitter >>> 0, at + 12);
    packet.writeUInt32BE(block.lastSenderReport >>> 0, at + 16);
    packet.writeUInt32BE(block.delaySinceSenderReport >>> 0, at + 20);
  });
  return packet;
}

export interface SenderReport {
  ntpSeconds: number;
  ntpFraction: number;
  timestamp: number;
}
export function readSenderReport(data: Buffer): (SenderReport & { ssrc: number }) | null {
  if (data.length < 28) return null;
  return {
    ssrc: data.readUInt32BE(4),
    ntpSeconds: data.readUInt32BE(8),
    ntpFraction: data.readUInt32BE(12),
    timestamp: data.readUInt32BE(16),
  };
}
/** A sender report with the source description that every compound packet carries (RFC 3550 sections 6.4.1 and 6.5). */
export function writeSenderReport(ssrc: number, report: SenderReport, packets: number, octets: number, cname: string): Buffer {
  const name = Buffer.from(cname);
  const descriptionBytes = Math.ceil((4 + 4 + 2 + name.length + 1) / 4) * 4;
  const packet = Buffer.alloc(28 + descriptionBytes);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(RTCP.senderReport, 1);
  packet.writeUInt16BE(6, 2);
  packet.writeUInt32BE(ssrc, 4);
  packet.writeUInt32BE(report.ntpSeconds, 8);
  packet.writeUInt32BE(report.ntpFraction, 12);
  packet.writeUInt32BE(report.timestamp >>> 0, 16);
  packet.writeUInt32BE(packets >>> 0, 20);
  packet.writeUInt32BE(octets >>> 0, 24);
  packet.writeUInt8(0x81, 28);
  packet.writeUInt8(RTCP.sourceDescription, 29);
  packet.writeUInt16BE(descriptionBytes / 4 - 1, 30);
  packet.writeUInt32BE(ssrc, 32);
  packet.writeUInt8(1, 36);
  packet.writeUInt8(name.length, 37);
  name.copy(packet, 38);
  return packet;
}
