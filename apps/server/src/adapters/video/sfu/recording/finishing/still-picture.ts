import { spawn } from 'node:child_process';
import type { Keyframe } from '../still-tap.ts';
import { webpOfVp8Keyframe } from './webp.ts';

const DECODE_WITHIN = 5_000;
const MAX_PICTURE_BYTES = 16 * 1024 * 1024;
/** Whether the machine has ffmpeg; unknown before the first H264 keyframe. */
let hasFfmpeg: boolean | null = null;

/**
 * A keyframe as a picture that image libraries read; null where that can't be done here. VP8 is one already. H264 needs a decoder, which no
 * package brings in a form that could be relied on: ffmpeg makes it where the machine has one on its PATH.
 */
export async function stillPicture({ codec, data }: Keyframe): Promise<Buffer | null> {
  if (codec === 'VP8') return webpOfVp8Keyframe(data);
  return hasFfmpeg === false ? null : decodeByFfmpeg(data);
}

function decodeByFfmpeg(data: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const child = spawn(
      'ffmpeg',
      ['-v', 'error', '-f', 'h264', '-i', 'pipe:0', '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'mjpeg', '-q:v', '3', 'pipe:1'],
      { stdio: ['pipe', 'pipe', 'ignore'] },
    );
    const picture: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => child.kill('SIGKILL'), DECODE_WITHIN);
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_PICTURE_BYTES) child.kill('SIGKILL');
      else picture.push(chunk);
    });
    child.once('error', (error) => {
      if ('code' in error && error.code === 'ENOENT') hasFfmpeg = false;
      clearTimeout(timer);
      resolve(null);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0 && bytes > 0 ? Buffer.concat(picture) : null);
    });
    // It may have gone before it has read all.
    child.stdin.on('error', () => {});
    child.stdin.end(data);
  });
}
