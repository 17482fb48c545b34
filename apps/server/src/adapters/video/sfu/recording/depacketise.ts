import { readVp8Descriptor } from '../rtp/vp8.ts';

/** A picture made whole of its packets, as a container holds it. */
export interface WholePicture {
  key: boolean;
  data: Buffer;
  /** In pixels; null for what is no keyframe. */
  size: { width: number; height: number } | null;
  /** H264: the newest parameter sets. */
  parameterSets: ParameterSets | null;
}
export interface ParameterSets {
  sequence: Buffer;
  picture: Buffer;
}
/** Makes pictures of the payloads of one stream. */
export interface Depacketiser {
  /** Of all packets of one picture, in order; null when they are none. */
  picture(payloads: readonly Buffer[]): WholePicture | null;
}

/** VP8 (RFC 7741): the descriptor goes, the rest is the picture. */
export class Vp8Depacketiser implements Depacketiser {
  picture(payloads: readonly Buffer[]): WholePicture | null {
    const [first] = payloads;
    if (!first || !startsPartition(first)) return null;
    const data = Buffer.concat(payloads.map(withoutVp8Descriptor));
    if (data.length < 3) return null;
    const key = isVp8Keyframe(data);
    return { key, data, size: key ? vp8Size(data) : null, parameterSets: null };
  }
}
const startsPartition = (payload: Buffer): boolean => payload.length > 0 && (payload.readUInt8(0) & 0x17) === 0x10;

/** RFC 7741 section 4.2. */
export function withoutVp8Descriptor(payload: Buffer): Buffer {
  if (payload.length === 0 || readVp8Descriptor(payload) === null) return payload.subarray(payload.length);
  let length = 1;
  if (payload.readUInt8(0) & 0x80) {
    const flags = payload.readUInt8(length++);
    if (flags & 0x80) length += payload.readUInt8(length) & 0x80 ? 2 : 1;
    if (flags & 0x40) length += 1;
    if (flags & 0x30) length += 1;
  }
  return payload.subarray(length);
}

/** RFC 6386 section 9.1. */
const VP8_KEYFRAME_HEADER = 10;
export const isVp8Keyframe = (picture: Buffer): boolean => picture.length >= VP8_KEYFRAME_HEADER && (picture.readUInt8(0) & 1) === 0;
export const vp8Size = (picture: Buffer): { width: number; height: number } => ({
  width: picture.readUInt16LE(6) & 0x3fff,
  height: picture.readUInt16LE(8) & 0x3fff,
});
