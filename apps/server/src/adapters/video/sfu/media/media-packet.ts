import type { Layer } from '../ingest/layer.ts';
import type { ReceiveStream } from '../ingest/receive-stream.ts';
import { startsKeyframe } from '../rtp/keyframe.ts';
import { RTP_HEADER_BYTES, type RtpPacket } from '../rtp/packet.ts';
import { WIDE_HEADER_BYTES } from '../rtp/sent-header.ts';
import { readVp8Descriptor, type Vp8Descriptor } from '../rtp/vp8.ts';
import type { CodecName, MediaKind } from '../sdp/offer.ts';

/** A packet on its way from the publisher to every viewer. */
export interface MediaPacket {
  source: ReceiveStream;
  /** Which encoding of the picture it is of; sound has one. */
  layer: Layer;
  kind: MediaKind;
  sequence: number;
  timestamp: number;
  marker: boolean;
  startsKeyframe: boolean;
  vp8: Vp8Descriptor | null;
  /**
   * Room for a header, then the payload. All viewers share it: each writes its own header before it sends, and the native library
   * copies at once.
   */
  data: Buffer;
  /** The same bytes with room for the header extension that viewers' feedback goes by (`sent-header.ts`). */
  wide: Buffer;
  /** The same bytes from the payload on. */
  payload: Buffer;
}

export const payloadOf = (data: Buffer): Buffer => data.subarray(RTP_HEADER_BYTES);

/** Most senders' own extensions leave room enough; where they don't, the payload is copied once. */
function withRoom(data: Buffer, { payloadStart, payloadEnd }: RtpPacket): Buffer {
  if (payloadStart >= WIDE_HEADER_BYTES) return data.subarray(payloadStart - WIDE_HEADER_BYTES, payloadEnd);
  const copy = Buffer.allocUnsafe(WIDE_HEADER_BYTES + payloadEnd - payloadStart);
  data.copy(copy, WIDE_HEADER_BYTES, payloadStart, payloadEnd);
  return copy;
}

/** Takes over the received bytes. An empty payload (padding that probes for bandwidth) is passed on, so that numbers stay in a row. */
export function toMediaPacket(
  data: Buffer,
  packet: RtpPacket,
  source: ReceiveStream,
  layer: Layer,
  codec: { kind: MediaKind; codec: CodecName },
): MediaPacket {
  const wide = withRoom(data, packet);
  const shared = wide.subarray(WIDE_HEADER_BYTES - RTP_HEADER_BYTES);
  const payload = payloadOf(shared);
  const vp8 = codec.codec === 'VP8' ? readVp8Descriptor(payload) : null;
  return {
    source,
    layer,
    kind: codec.kind,
    sequence: packet.sequence,
    timestamp: packet.timestamp,
    marker: packet.marker,
    startsKeyframe: startsKeyframe(codec.codec, payload, vp8),
    vp8,
    data: shared,
    wide,
    payload,
  };
}
