import type { Layer } from '../ingest/layer.ts';
import type { ReceiveStream } from '../ingest/receive-stream.ts';
import { startsH264Keyframe } from '../rtp/h264.ts';
import { RTP_HEADER_BYTES, type RtpPacket } from '../rtp/packet.ts';
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
}

export const payloadOf = (data: Buffer): Buffer => data.subarray(RTP_HEADER_BYTES);

/** Takes over the received bytes. An empty payload (padding that probes for bandwidth) is passed on, so that numbers stay in a row. */
export function toMediaPacket(
  data: Buffer,
  packet: RtpPacket,
  source: ReceiveStream,
  layer: Layer,
  codec: { kind: MediaKind; codec: CodecName },
): MediaPacket {
  const shared = data.subarray(packet.payloadStart - RTP_HEADER_BYTES, packet.payloadEnd);
  const payload = payloadOf(shared);
  const vp8 = codec.codec === 'VP8' ? readVp8Descriptor(payload) : null;
  return {
    source,
    layer,
    kind: codec.kind,
    sequence: packet.sequence,
    timestamp: packet.timestamp,
    marker: packet.marker,
    startsKeyframe: codec.codec === 'H264' ? startsH264Keyframe(payload) : (vp8?.startsKeyframe ?? false),
    vp8,
    data: shared,
  };
}
