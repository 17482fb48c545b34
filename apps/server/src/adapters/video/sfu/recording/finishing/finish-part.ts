import { open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type FinishedPart, UnreadablePart } from '../../../../../ports/recordings.ts';
import { mediaFile, type PartDescription } from '../part.ts';
import { FINISHING_LIMITS } from './limits.ts';
import { type Pictures, picturesOf } from './pictures.ts';
import { remux } from './remux.ts';

const TYPES = { webm: 'video/webm', mp4: 'video/mp4' };
export const finishedFile = ({ id, container }: PartDescription): string => `${id}.finished.${container}`;

/** Makes a part whole, from the beginning; what a run that was cut off has left is written over. */
export async function finishPart(
  folder: string,
  part: PartDescription,
  { onProgress, onPicturesFailed }: { onProgress: (progress: number) => void; onPicturesFailed: (error: unknown) => void },
): Promise<FinishedPart> {
  const path = join(folder, finishedFile(part));
  const draft = `${path}.draft`;
  const remuxed = await remux(join(folder, mediaFile(part.id)), draft, part.container, sparingly(onProgress)).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code !== 'ENOENT') throw error;
    throw new UnreadablePart(error instanceof Error ? error.message : String(error));
  });
  if (!remuxed) throw new UnreadablePart('there is nothing in it');
  const file = await open(draft, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  const { size } = await stat(path);
  // A recording without pictures of it is a recording all the same.
  const pictures = await picturesOf(path, part.container, remuxed).catch((error: unknown): Pictures => {
    onPicturesFailed(error);
    return { thumbnail: null, previews: null };
  });
  return { path, extension: part.container, contentType: TYPES[part.container], bytes: size, ...remuxed, ...pictures };
}

function sparingly(onProgress: (progress: number) => void): (progress: number) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = performance.now();
    if (now - toldAt < FINISHING_LIMITS.progressInterval) return;
    toldAt = now;
    onProgress(progress);
  };
}
