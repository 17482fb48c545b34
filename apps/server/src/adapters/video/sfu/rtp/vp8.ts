/** The VP8 payload descriptor (RFC 7741 section 4.2): what forwarding needs of it. Offsets count from the start of the payload. */
export interface Vp8Descriptor {
  /** The first packet of a keyframe. */
  startsKeyframe: boolean;
  pictureId: { at: number; bits: 7 | 15; value: number } | null;
  tl0PictureIndex: { at: number; value: number } | null;
  /** Where the picture's own bytes begin. */
  end: number;
}

/** null when the payload is too short for what its flags announce. */
export function readVp8Descriptor(payload: Buffer): Vp8Descriptor | null {
  if (payload.length < 1) return null;
  const first = payload.readUInt8(0);
  let at = 1;
  let pictureId: Vp8Descriptor['pictureId'] = null;
  let tl0PictureIndex: Vp8Descriptor['tl0PictureIndex'] = null;
  if (first & 0x80) {
    if (at >= payload.length) return null;
    const flags = payload.readUInt8(at++);
    if (flags & 0x80) {
      if (at >= payload.length) return null;
      const long = payload.readUInt8(at) & 0x80;
      if (long && at + 2 > payload.length) return null;
      pictureId = long ? { at, bits: 15, value: payload.readUInt16BE(at) & 0x7fff } : { at, bits: 7, value: payload.readUInt8(at) };
      at += long ? 2 : 1;
    }
    if (flags & 0x40) {
      if (at >= payload.length) return null;
      tl0PictureIndex = { at, value: payload.readUInt8(at) };
      at += 1;
    }
    if (flags & 0x30) at += 1;
  }
  if (at >= payload.length) return null;
  const startsFrame = (first & 0x10) !== 0 && (first & 0x07) === 0;
  return { startsKeyframe: startsFrame && (payload.readUInt8(at) & 1) === 0, pictureId, tl0PictureIndex, end: at };
}

/** The size that a keyframe's first packet tells (RFC 6386 section 9.1), in pixels; null when it is too short or is none. */
export function readVp8Size(payload: Buffer, { startsKeyframe, end }: Vp8Descriptor): { width: number; height: number } | null {
  if (!startsKeyframe || payload.length < end + 10 || payload.readUIntBE(end + 3, 3) !== 0x9d012a) return null;
  return { width: payload.readUInt16LE(end + 6) & 0x3fff, height: payload.readUInt16LE(end + 8) & 0x3fff };
}

/** Puts other numbers where the descriptor has its own. */
export function writeVp8Numbers(payload: Buffer, descriptor: Vp8Descriptor, pictureId: number, tl0PictureIndex: number): void {
  if (descriptor.pictureId?.bits === 15) payload.writeUInt16BE(0x8000 | (pictureId & 0x7fff), descriptor.pictureId.at);
  else if (descriptor.pictureId) payload.writeUInt8(pictureId & 0x7f, descriptor.pictureId.at);
  if (descriptor.tl0PictureIndex) payload.writeUInt8(tl0PictureIndex & 0xff, descriptor.tl0PictureIndex.at);
}
