import sharp, { type OverlayOptions } from 'sharp';
import type { FinishedPreviews } from '../../../../../ports/recordings.ts';
import type { Container } from '../part.ts';
import { keyframesAt } from './keyframes.ts';
import { FINISHING_LIMITS } from './limits.ts';
import type { Remuxed } from './remux.ts';
import { stillPicture } from './still-picture.ts';

export interface Pictures {
  thumbnail: Buffer | null;
  previews: FinishedPreviews | null;
}

/** A thumbnail and a sheet of previews, both WebP; nulls where there is no picture, or none can be made of it here. */
export async function picturesOf(path: string, container: Container, { duration, width, height }: Remuxed): Promise<Pictures> {
  if (width === 0 || height === 0) return { thumbnail: null, previews: null };
  return { thumbnail: await thumbnailOf(path, container, duration), previews: await sheetOf(path, container, { duration, width, height }) };
}

async function thumbnailOf(path: string, container: Container, duration: number): Promise<Buffer | null> {
  for await (const keyframe of keyframesAt(path, container, [duration * FINISHING_LIMITS.thumbnailAt])) {
    const picture = await stillPicture(keyframe);
    const edge = FINISHING_LIMITS.thumbnailEdge;
    return picture && sharp(picture).resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true }).webp().toBuffer();
  }
  return null;
}

async function sheetOf(path: string, container: Container, { duration, width, height }: Remuxed): Promise<FinishedPreviews | null> {
  const interval = Math.max(FINISHING_LIMITS.previewInterval, Math.ceil(duration / FINISHING_LIMITS.previewFrames));
  const frames = Math.max(1, Math.min(FINISHING_LIMITS.previewFrames, Math.ceil(duration / interval)));
  const scale = FINISHING_LIMITS.previewEdge / Math.max(width, height);
  const frame = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  const columns = Math.min(frames, FINISHING_LIMITS.previewColumns);
  const times = Array.from({ length: frames }, (_, index) => index * interval);
  const overlays: OverlayOptions[] = [];
  let index = 0;
  for await (const keyframe of keyframesAt(path, container, times)) {
    const picture = await stillPicture(keyframe);
    if (!picture) return null;
    const input = await sharp(picture)
      .resize({ ...frame, fit: 'contain', background: BLACK })
      .removeAlpha()
      .raw()
      .toBuffer();
    overlays.push({
      input,
      raw: { ...frame, channels: 3 },
      left: (index % columns) * frame.width,
      top: Math.floor(index / columns) * frame.height,
    });
    index++;
  }
  if (overlays.length === 0) return null;
  const sheet = await sharp({
    create: { width: columns * frame.width, height: Math.ceil(frames / columns) * frame.height, channels: 3, background: BLACK },
  })
    .composite(overlays)
    .webp()
    .toBuffer();
  return { sheet, interval, columns, frames: overlays.length, ...frame };
}
const BLACK = { r: 0, g: 0, b: 0 };
