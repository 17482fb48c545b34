/** What a viewer looks at in an RTP header (RFC 3550 section 5.1), apart from the server's own reading. */
export interface RtpHeader {
  payloadType: number;
  marker: boolean;
  sequence: number;
  timestamp: number;
  ssrc: number;
  payload: Buffer;
  /** Its number among all packets of the connection, where the server gives it one. */
  transportSequence: number | null;
}

const ONE_BYTE_EXTENSIONS = 0xbede;

/** @param transportExtension The id that was agreed on for transport-wide numbers. */
export function readRtpHeader(packet: Buffer, transportExtension: number): RtpHeader {
  const first = packet.readUInt8(0);
  const second = packet.readUInt8(1);
  let start = 12 + 4 * (first & 0x0f);
  let transportSequence: number | null = null;
  if (first & 0x10) {
    const end = start + 4 + 4 * packet.readUInt16BE(start + 2);
    if (packet.readUInt16BE(start) === ONE_BYTE_EXTENSIONS)
      transportSequence = readNumber(packet.subarray(start + 4, end), transportExtension);
    start = end;
  }
  const padding = first & 0x20 ? packet.readUInt8(packet.length - 1) : 0;
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequence: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    payload: packet.subarray(start, packet.length - padding),
    transportSequence,
  };
}

/** The 16-bit extension with this id (RFC 8285 section 4.2); null when there is none. */
function readNumber(extensions: Buffer, id: number): number | null {
  for (let at = 0; at + 3 <= extensions.length; ) {
    const head = extensions.readUInt8(at);
    if (head === 0) {
      at += 1;
      continue;
    }
    if (head >> 4 === id) return extensions.readUInt16BE(at + 1);
    at += 2 + (head & 0x0f);
  }
  return null;
}
