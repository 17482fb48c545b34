import { EncodedPacketSink, FilePathSource, Input, type InputVideoTrack, MP4, WEBM } from 'mediabunny';
import { annexB } from '../depacketise-h264.ts';
import type { Container } from '../part.ts';
import type { Keyframe } from '../still-tap.ts';

/** The keyframes of a finished file that stand at these times, in seconds: the last before each, or the first. */
export async function* keyframesAt(path: string, container: Container, times: readonly number[]): AsyncGenerator<Keyframe> {
  using input = new Input({ source: new FilePathSource(path), formats: [container === 'mp4' ? MP4 : WEBM] });
  const track = await input.getPrimaryVideoTrack();
  if (!track) return;
  const sink = new EncodedPacketSink(track);
  const parameterSets = container === 'mp4' ? await parameterSetsOf(track) : null;
  for (const time of times) {
    const packet = (await sink.getKeyPacket(time)) ?? (await sink.getFirstKeyPacket());
    if (!packet) return;
    const data = Buffer.from(packet.data.buffer, packet.data.byteOffset, packet.data.byteLength);
    if (container === 'webm') yield { codec: 'VP8', data };
    else if (parameterSets) yield { codec: 'H264', data: annexB(parameterSets, data) };
  }
}

/** Out of the AVCDecoderConfigurationRecord that we wrote: one sequence and one picture parameter set. */
async function parameterSetsOf(track: InputVideoTrack): Promise<{ sequence: Buffer; picture: Buffer } | null> {
  const description = (await track.getDecoderConfig())?.description;
  if (!description) return null;
  const record = ArrayBuffer.isView(description)
    ? Buffer.from(description.buffer, description.byteOffset, description.byteLength)
    : Buffer.from(description);
  const sequenceEnd = 8 + record.readUInt16BE(6);
  const sequence = record.subarray(8, sequenceEnd);
  return { sequence, picture: record.subarray(sequenceEnd + 3, sequenceEnd + 3 + record.readUInt16BE(sequenceEnd + 1)) };
}
