import { RTP_HEADER_BYTES } from './packet.ts';

/** A header with the one extension that is sent: RFC 8285's profile and length, the element of id, length and two bytes, one of padding. */
export const WIDE_HEADER_BYTES = RTP_HEADER_BYTES + 8;
/** One-byte elements know ids up to this. */
export const EXTENSION_ID_MAX = 14;

/** Plain stores: this runs for each packet and each viewer. */
function writeUint32(target: Buffer, value: number, at: number): void {
  target[at] = value >>> 24;
  target[at + 1] = value >>> 16;
  target[at + 2] = value >>> 8;
  target[at + 3] = value;
}

/** Writes the twelve bytes of an RTP header without extension (RFC 3550 section 5.1). */
export function writeSentHeader(
  target: Buffer,
  numbers: { sequence: number; timestamp: number },
  payloadType: number,
  marker: boolean,
  ssrc: number,
): void {
  target[0] = 0x80;
  target[1] = marker ? 0x80 | payloadType : payloadType;
  target[2] = numbers.sequence >>> 8;
  target[3] = numbers.sequence;
  writeUint32(target, numbers.timestamp, 4);
  writeUint32(target, ssrc, 8);
}

/** Says that an extension follows and writes it: the transport-wide sequence number, in the eight bytes after the header. */
export function writeTransportWideNumber(target: Buffer, extensionId: number, number: number): void {
  target[0] = 0x90;
  writeUint32(target, 0xbede0001, RTP_HEADER_BYTES);
  target[RTP_HEADER_BYTES + 4] = (extensionId << 4) | 1;
  target[RTP_HEADER_BYTES + 5] = number >>> 8;
  target[RTP_HEADER_BYTES + 6] = number;
  target[RTP_HEADER_BYTES + 7] = 0;
}
