import { pickedShows } from '@vitrine/client';
import type { Recommendation } from '@vitrine/protocol';
import { HOME } from '@vitrine/protocol/page-sizes';
import { type Ref, shallowRef } from 'vue';
import { api } from '../server/api.ts';

/** Shows picked for who looks, each with its reason; none for who has done nothing here yet. */
export function useRecommendations(): { picked: Ref<readonly Recommendation[]>; load: () => Promise<void> } {
  const picked = shallowRef<readonly Recommendation[]>([]);
  async function load(): Promise<void> {
    // The page is whole without them.
    const answer = await api.recommendations({ limit: HOME.recommendations }).catch(() => undefined);
    if (answer) picked.value = pickedShows(answer.items);
  }
  void load();
  return { picked, load };
}
