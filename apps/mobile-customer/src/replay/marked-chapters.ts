import type { Chapter } from '@vitrine/protocol';

/** The chapters that get a mark over the line of time: each that stands `apart` px from the one before. The rest are in the list of pieces. */
export function markedChapters(
  chapters: readonly Chapter[],
  duration: number,
  width: number,
  apart: number,
): { chapter: Chapter; index: number }[] {
  let last = Number.NEGATIVE_INFINITY;
  return chapters.flatMap((chapter, index) => {
    const place = duration === 0 ? 0 : (chapter.at / duration) * width;
    if (place - last < apart) return [];
    last = place;
    return [{ chapter, index }];
  });
}
