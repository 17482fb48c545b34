/**
 * Whether a VP9 payload (RFC 9628 section 4.2) holds the start of a keyframe: a frame that is predicted from none, at its beginning, in the
 * lowest spatial layer.
 */
export function startsVp9Keyframe(payload: Buffer): boolean {
  if (payload.length < 1) return false;
  const flags = payload.readUInt8(0);
  const isPredicted = (flags & 0x40) !== 0;
  const beginsFrame = (flags & 0x08) !== 0;
  if (isPredicted || !beginsFrame) return false;
  const hasPictureId = (flags & 0x80) !== 0;
  const hasLayers = (flags & 0x20) !== 0;
  if (!hasLayers) return true;
  const at = !hasPictureId ? 1 : payload.length > 1 && payload.readUInt8(1) & 0x80 ? 3 : 2;
  return at < payload.length && ((payload.readUInt8(at) >> 1) & 0x07) === 0;
}
