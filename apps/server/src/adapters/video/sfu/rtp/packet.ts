/** RTP packets (RFC 3550 section 5.1) with header extensions (RFC 8285). Nothing here throws on malformed input. */
export interface RtpPacket {
  payloadType: number;
  marker: boolean;
  sequence: number;
  timestamp: number;
  ssrc: number;
  /** Where the payload lies in the buffer, without padding. It may be empty. */
  payloadStart: number;
  payloadEnd: number;
  extension: { profile: number; start: number; end: number } | null;
}

export const RTP_HEADER_BYTES = 12;
const ONE_BYTE_PROFILE = 0xbede;
const TWO_BYTE_PROFILE = 0x1000;

/** RFC 5761 section 4: RTCP packet types, as they stand on one port with RTP. */
export const isRtcp = (data: Buffer): boolean => data.length >= 2 && data.readUInt8(1) >= 192 && data.readUInt8(1) <= 223;

/** null when the bytes are not a whole RTP packet. */
export function parseRtp(data: Buffer): RtpPacket | null {
  if (data.length < RTP_HEADER_BYTES) return null;
  const first = data.readUInt8(0);
  if (first >> 6 !== 2) return null;
  let payloadStart = RTP_HEADER_BYTES + (first & 0x0f) * 4;
  let extension: RtpPacket['extension'] = null;
  if (first & 0x10) {
    if (payloadStart + 4 > data.length) return null;
    const start = payloadStart + 4;
    const end = start + data.readUInt16BE(payloadStart + 2) * 4;
    extension = { profile: data.readUInt16BE(payloadStart), start, end };
    payloadStart = end;
  }
  if (payloadStart > data.length) return null;
  let payloadEnd = data.length;
  if (first & 0x20) {
    const padding = data.readUInt8(data.length - 1);
    if (padding === 0) return null;
    payloadEnd -= padding;
    if (payloadEnd < payloadStart) return null;
  }
  const second = data.readUInt8(1);
  return {
    payloadType: second & 0x7f,
    marker: second > 0x7f,
    sequence: data.readUInt16BE(2),
    timestamp: data.readUInt32BE(4),
    ssrc: data.readUInt32BE(8),
    payloadStart,
    payloadEnd,
    extension,
  };
}

/** The value of a header extension, or null. */
export function readExtension(data: Buffer, packet: RtpPacket, id: number): Buffer | null {
  if (!packet.extension) return null;
  const { profile, start, end } = packet.extension;
  const twoByte = (profile & 0xfff0) === TWO_BYTE_PROFILE;
  if (profile !== ONE_BYTE_PROFILE && !twoByte) return null;
  const headerBytes = twoByte ? 2 : 1;
  for (let at = start; at < end; ) {
    const head = data.readUInt8(at);
    if (head === 0) {
      at += 1;
      continue;
    }
    if (at + headerBytes > end) return null;
    const found = twoByte ? head : head >> 4;
    if (!twoByte && found === 15) return null;
    const length = twoByte ? data.readUInt8(at + 1) : (head & 0x0f) + 1;
    const value = at + headerBytes;
    if (value + length > end) return null;
    if (found === id) return data.subarray(value, value + length);
    at = value + length;
  }
  return null;
}

/** Writes the twelve bytes of a header without extension, padding or contributing sources. */
export function writeRtpHeader(
  target: Buffer,
  header: Pick<RtpPacket, 'payloadType' | 'marker' | 'sequence' | 'timestamp' | 'ssrc'>,
): void {
  target.writeUInt8(0x80, 0);
  target.writeUInt8((header.marker ? 0x80 : 0) | header.payloadType, 1);
  target.writeUInt16BE(header.sequence, 2);
  target.writeUInt32BE(header.timestamp, 4);
  target.writeUInt32BE(header.ssrc, 8);
}
