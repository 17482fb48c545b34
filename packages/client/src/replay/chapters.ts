import type { Chapter } from '@vitrine/protocol';

/** Within so many seconds of its beginning, going back means the chapter before. */
const JUST_BEGUN = 3;

/** The place of the chapter that a position lies in; -1 before the first. */
export const chapterAt = (chapters: readonly Chapter[], position: number): number => chapters.findLastIndex(({ at }) => at <= position);

/** Where a press on "next" or "before" leads, in seconds; null where nothing is left. */
export function besideChapter(chapters: readonly Chapter[], position: number, step: -1 | 1): number | null {
  const current = chapterAt(chapters, position);
  const here = chapters[current];
  if (step === 1) return chapters[current + 1]?.at ?? null;
  const isJustBegun = here === undefined || position - here.at < JUST_BEGUN;
  return (isJustBegun ? chapters[current - 1] : here)?.at ?? 0;
}
