import { type ReportBlock, RTCP, type RtcpPacket } from './rtcp.ts';

const BLOCK_BYTES = 24;

/** The report blocks of a sender or receiver report (RFC 3550 section 6.4), as many as are whole. */
export function* reportBlocks({ type, count, data }: RtcpPacket): Generator<ReportBlock> {
  let at = type === RTCP.senderReport ? 28 : type === RTCP.receiverReport ? 8 : data.length;
  for (let index = 0; index < count && at + BLOCK_BYTES <= data.length; index++, at += BLOCK_BYTES)
    yield {
      ssrc: data.readUInt32BE(at),
      fractionLost: data.readUInt8(at + 4),
      totalLost: data.readIntBE(at + 5, 3),
      highestSequence: data.readUInt32BE(at + 8),
      jitter: data.readUInt32BE(at + 12),
      lastSenderReport: data.readUInt32BE(at + 16),
      delaySinceSenderReport: data.readUInt32BE(at + 20),
    };
}
