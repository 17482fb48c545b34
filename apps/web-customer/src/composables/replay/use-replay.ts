import { chapterAt, ReplayFeed, type ReplaySnapshot, replayEntries } from '@vitrine/client';
import type { Product, Replay } from '@vitrine/protocol';
import { type ChatEntry, useSnapshot } from '@vitrine/web-kit';
import { type ComputedRef, computed } from 'vue';
import { text } from '../../text/index.ts';
import { replayText } from '../../text/replay/index.ts';
import { api } from '../server/api.ts';

/** What goes with the picture of a replay: the chat of then, the pieces of now. */
export interface ReplayShow {
  feed: ReplayFeed;
  replay: ComputedRef<Replay>;
  entries: ComputedRef<readonly ChatEntry[]>;
  /** The piece on screen at the position. */
  piece: ComputedRef<Product | undefined>;
  /** The place of the chapter that the position lies in; -1 before the first. */
  chapter: ComputedRef<number>;
  failed: ComputedRef<boolean>;
  retry: () => void;
  /** Prices and stock as they are now. */
  refresh: () => Promise<void>;
}

export function useReplay(first: Replay): ReplayShow {
  const feed = new ReplayFeed(api, first);
  const snapshot = useSnapshot<ReplaySnapshot>(feed);
  feed.open();
  const words = { bought: text.watch.bought, asks: replayText.asks };
  return {
    feed,
    replay: computed(() => ({ ...first, products: [...snapshot.value.products] })),
    entries: computed(() => replayEntries(snapshot.value.moments, words)),
    piece: computed(() => snapshot.value.pins[0]),
    chapter: computed(() => chapterAt(first.chapters, snapshot.value.position)),
    failed: computed(() => snapshot.value.failed),
    retry: () => feed.retry(),
    refresh: () => feed.refresh(),
  };
}
