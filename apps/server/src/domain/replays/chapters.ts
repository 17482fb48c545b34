import type { Chapter, ReplayPins } from '@vitrine/protocol';

/** A chapter for each piece that came on screen, where it did. One that was there before comes back as another chapter. */
export function chaptersOfPins(pins: readonly ReplayPins[], titles: ReadonlyMap<string, string>): Chapter[] {
  const chapters: Chapter[] = [];
  for (const { at, productIds } of pins) {
    const productId = productIds[0];
    const title = productId === undefined ? undefined : titles.get(productId);
    if (productId === undefined || title === undefined || chapters.at(-1)?.productId === productId) continue;
    // Two pieces at the same moment (before the picture came, between two stretches): the later one is what is seen.
    if (chapters.at(-1)?.at === at) chapters.pop();
    chapters.push({ at, title, productId });
  }
  return chapters;
}
