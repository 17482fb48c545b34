import { readFileSync } from 'node:fs';

export type ClipCodec = 'vp8' | 'h264';
/** What is seen: the studio (in both codecs), or another host with a teapot (VP8 alone). */
export type ClipName = 'studio' | 'teapot';
export interface ClipFrame {
  kind: 'video' | 'audio';
  keyframe: boolean;
  /** Since the start of the clip. */
  timeMs: number;
  data: Buffer;
}
export interface Clip {
  codec: ClipCodec;
  /** After so long it starts over, without a seam. */
  durationMs: number;
  /** In the order they are sent. */
  frames: ClipFrame[];
}

const HEADER_BYTES = 12;
const FRAME_HEADER_BYTES = 9;
const KIND = { video: 0, keyframe: 1, audio: 2 };

/** Reads a committed clip; `media/render-clip.mjs` writes them and describes the format. */
export function readClip(codec: ClipCodec, name: ClipName = 'studio'): Clip {
  const file = readFileSync(new URL(`../../media/${name}-${codec}.clip`, import.meta.url));
  if (file.toString('latin1', 0, 6) !== 'VCLIP1') throw new Error(`${name}-${codec}.clip is not a clip file`);
  const frames: ClipFrame[] = [];
  for (let at = HEADER_BYTES; at < file.length; ) {
    const kind = file.readUInt8(at);
    const start = at + FRAME_HEADER_BYTES;
    const end = start + file.readUInt32BE(at + 5);
    frames.push({
      kind: kind === KIND.audio ? 'audio' : 'video',
      keyframe: kind === KIND.keyframe,
      timeMs: file.readUInt32BE(at + 1) / 1_000,
      data: file.subarray(start, end),
    });
    at = end;
  }
  return { codec, durationMs: file.readUInt32BE(8), frames };
}

/** The same clip with its pictures padded evenly to so many bit/s; a clip that has more is left as it is. */
export function atBitrate(clip: Clip, bitsPerSecond: number): Clip {
  const pictures = clip.frames.filter(({ kind }) => kind === 'video');
  const bytes = pictures.reduce((sum, { data }) => sum + data.length, 0);
  const missing = (bitsPerSecond / 8) * (clip.durationMs / 1_000) - bytes;
  const padding = Buffer.alloc(Math.max(0, Math.round(missing / pictures.length)));
  const padded = (frame: ClipFrame): ClipFrame => ({ ...frame, data: Buffer.concat([frame.data, padding]) });
  return { ...clip, frames: clip.frames.map((frame) => (frame.kind === 'video' ? padded(frame) : frame)) };
}
