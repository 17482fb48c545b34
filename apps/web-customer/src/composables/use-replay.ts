import { ReplayFeed } from '@vitrine/client';
import type { Product, Replay } from '@vitrine/protocol';
import { type ChatEntry, useSnapshot } from '@vitrine/web-kit';
import { type ComputedRef, computed, shallowRef } from 'vue';
import { api } from './api.ts';
import { replayEntries } from './replay-entries.ts';

/** What goes with the picture of a replay: the chat of then, the pieces of now. */
export interface ReplayShow {
  replay: ComputedRef<Replay>;
  entries: ComputedRef<readonly ChatEntry[]>;
  /** The piece on screen at the position. */
  piece: ComputedRef<Product | undefined>;
  /** The place of the chapter that the position lies in; -1 before the first. */
  chapter: ComputedRef<number>;
  failed: ComputedRef<boolean>;
  moveTo: (position: number) => void;
  seek: (position: number) => void;
  retry: () => void;
  /** Prices and stock as they are now. */
  refresh: () => Promise<void>;
}

export function useReplay(first: Replay): ReplayShow {
  const replay = shallowRef(first);
  const feed = new ReplayFeed(api, first);
  const snapshot = useSnapshot(feed);
  feed.open();
  return {
    replay: computed(() => replay.value),
    entries: computed(() => replayEntries(snapshot.value.moments)),
    piece: computed(() => {
      const onScreen = snapshot.value.pins[0];
      return onScreen && (replay.value.products.find(({ _id }) => _id === onScreen._id) ?? onScreen);
    }),
    chapter: computed(() => replay.value.chapters.findIndex((one) => one.at === snapshot.value.chapter?.at)),
    failed: computed(() => snapshot.value.failed),
    moveTo: (position) => feed.moveTo(position),
    seek: (position) => feed.seek(position),
    retry: () => feed.retry(),
    async refresh() {
      // What is shown stays when the shop is away; the order is checked against the truth anyway.
      const { products } = await api.replay(first.livestreamId).catch(() => replay.value);
      replay.value = { ...replay.value, products };
    },
  };
}
