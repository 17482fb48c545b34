/**
 * A VP8 keyframe is a picture of the lossy WebP format already: it only wants its container (WebP Container Specification, "Simple File
 * Format (Lossy)"). So stills of VP8 need no video decoder.
 */
export function webpOfVp8Keyframe(keyframe: Buffer): Buffer {
  // Chunks have an even length.
  const padding = keyframe.length % 2;
  const head = Buffer.alloc(20);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(4 + 8 + keyframe.length + padding, 4);
  head.write('WEBPVP8 ', 8, 'latin1');
  head.writeUInt32LE(keyframe.length, 16);
  return Buffer.concat([head, keyframe, Buffer.alloc(padding)]);
}
