import type { Recommendation } from '@vitrine/protocol';
import { HOME } from '@vitrine/protocol/page-sizes';
import { type Ref, shallowRef } from 'vue';
import { api } from './api.ts';

/** Fewer than are asked for: the page shows live ones and what comes next by itself. */
const SHOWN = 4;

/** The reasons that speak of what somebody did here. */
const isPersonal = ({ reason }: Recommendation): boolean => reason.title !== null;
/** What the page shows anyway needs no second place. */
const isNews = ({ reason }: Recommendation): boolean => reason.code !== 'live_now' && reason.code !== 'coming_up';

/** Shows picked for who looks, each with its reason; none for who has done nothing here yet. */
export function useRecommendations(): { picked: Ref<readonly Recommendation[]>; load: () => Promise<void> } {
  const picked = shallowRef<readonly Recommendation[]>([]);
  async function load(): Promise<void> {
    // The page is whole without them.
    const answer = await api.recommendations({ limit: HOME.recommendations }).catch(() => undefined);
    if (answer) picked.value = answer.items.some(isPersonal) ? answer.items.filter(isNews).slice(0, SHOWN) : [];
  }
  void load();
  return { picked, load };
}
