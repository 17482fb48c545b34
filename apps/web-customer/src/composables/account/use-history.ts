import type { HistoryItem } from '@vitrine/protocol';
import { type ComputedRef, computed, type Ref, ref, shallowRef } from 'vue';
import { api } from '../server/api.ts';
import { useSession } from './use-session.ts';

/** The shows that one has watched or likes, the last seen first, page by page. Who never gave a name is not known to have seen any. */
export function useHistory(): {
  status: Ref<'loading' | 'ready' | 'failed'>;
  shows: Ref<readonly HistoryItem[]>;
  more: ComputedRef<boolean>;
  load: () => Promise<void>;
  loadMore: () => Promise<void>;
} {
  const status = ref<'loading' | 'ready' | 'failed'>('loading');
  const shows = shallowRef<readonly HistoryItem[]>([]);
  const cursor = shallowRef<number>();
  const { known } = useSession();

  async function load(): Promise<void> {
    status.value = 'loading';
    try {
      const { account } = await known();
      if (account) {
        const first = await api.history();
        shows.value = first.items;
        cursor.value = first.nextCursor;
      }
      status.value = 'ready';
    } catch {
      status.value = 'failed';
    }
  }
  async function loadMore(): Promise<void> {
    if (cursor.value === undefined) return;
    try {
      const next = await api.history({ cursor: cursor.value });
      // Who saw another show meanwhile gets the last ones once more.
      const shown = new Set(shows.value.map(({ livestream }) => livestream._id));
      shows.value = [...shows.value, ...next.items.filter(({ livestream }) => !shown.has(livestream._id))];
      cursor.value = next.nextCursor;
    } catch {
      // The button stays where it is: pressing it again tries again.
    }
  }
  void load();
  return { status, shows, more: computed(() => cursor.value !== undefined), load, loadMore };
}
