/** NAL unit types (RFC 6184 section 5.2) that tell where a keyframe starts. */
const NAL = { idr: 5, sequenceParameters: 7, aggregate: 24, fragment: 28 };
const startsKeyframe = (type: number): boolean => type === NAL.idr || type === NAL.sequenceParameters;

/** Whether an H264 payload (packetization-mode 1) holds the start of a keyframe: its parameter sets or its first slice. */
export function startsH264Keyframe(payload: Buffer): boolean {
  if (payload.length < 2) return false;
  const type = payload.readUInt8(0) & 0x1f;
  if (type === NAL.fragment) {
    const header = payload.readUInt8(1);
    return (header & 0x80) !== 0 && startsKeyframe(header & 0x1f);
  }
  if (type !== NAL.aggregate) return startsKeyframe(type);
  for (let at = 1; at + 3 <= payload.length; at += 2 + payload.readUInt16BE(at))
    if (startsKeyframe(payload.readUInt8(at + 2) & 0x1f)) return true;
  return false;
}

/** The sequence parameter set that a payload holds, alone or in an aggregate; null when there is none. */
export function findSequenceParameters(payload: Buffer): Buffer | null {
  if (payload.length < 2) return null;
  const type = payload.readUInt8(0) & 0x1f;
  if (type === NAL.sequenceParameters) return payload;
  if (type !== NAL.aggregate) return null;
  for (let at = 1; at + 3 <= payload.length; ) {
    const end = at + 2 + payload.readUInt16BE(at);
    if ((payload.readUInt8(at + 2) & 0x1f) === NAL.sequenceParameters) return payload.subarray(at + 2, end);
    at = end;
  }
  return null;
}
