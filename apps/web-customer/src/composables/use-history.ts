import type { HistoryItem } from '@vitrine/protocol';
import { type Ref, ref, shallowRef } from 'vue';
import { api } from './api.ts';
import { useSession } from './use-session.ts';

/** The shows that one has watched or likes, the last seen first. Who never gave a name is not known to have seen any. */
export function useHistory(): {
  status: Ref<'loading' | 'ready' | 'failed'>;
  shows: Ref<readonly HistoryItem[]>;
  load: () => Promise<void>;
} {
  const status = ref<'loading' | 'ready' | 'failed'>('loading');
  const shows = shallowRef<readonly HistoryItem[]>([]);
  const { known } = useSession();

  async function load(): Promise<void> {
    status.value = 'loading';
    try {
      const { account } = await known();
      if (account) shows.value = (await api.history()).items;
      status.value = 'ready';
    } catch {
      status.value = 'failed';
    }
  }
  void load();
  return { status, shows, load };
}
