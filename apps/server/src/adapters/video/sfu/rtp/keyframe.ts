import type { CodecName } from '../sdp/offer.ts';
import { startsAv1Keyframe } from './av1.ts';
import { findSequenceParameters, startsH264Keyframe } from './h264.ts';
import { h264Size } from './h264-size.ts';
import { readVp8Size, type Vp8Descriptor } from './vp8.ts';
import { startsVp9Keyframe } from './vp9.ts';

/** Whether a payload is the first of a picture that can be shown without those before it. Sound always can. */
export function startsKeyframe(codec: CodecName, payload: Buffer, vp8: Vp8Descriptor | null): boolean {
  switch (codec) {
    case 'VP8':
      return vp8?.startsKeyframe ?? false;
    case 'H264':
      return startsH264Keyframe(payload);
    case 'VP9':
      return startsVp9Keyframe(payload);
    case 'AV1':
      return startsAv1Keyframe(payload);
    case 'opus':
      return false;
  }
}

/** The picture's size as a keyframe's first packet tells it; null where it does not (VP9 and AV1 are not read so far). */
export function keyframeSize(codec: CodecName, payload: Buffer, vp8: Vp8Descriptor | null): { width: number; height: number } | null {
  if (codec === 'VP8') return vp8 && readVp8Size(payload, vp8);
  if (codec !== 'H264') return null;
  const parameters = findSequenceParameters(payload);
  return parameters && h264Size(parameters);
}
