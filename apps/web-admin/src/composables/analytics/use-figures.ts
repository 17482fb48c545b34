import type { Analytics } from '@vitrine/protocol';
import { codeOf } from '@vitrine/web-kit';
import { onScopeDispose, type Ref, ref, shallowRef } from 'vue';
import { api } from '../server/api.ts';
import { onReturn } from '../server/use-reach.ts';

/** While nothing is ordered, they are this old at most. */
const REFRESH = 20_000;

export interface Figures {
  analytics: Readonly<Ref<Analytics | undefined>>;
  state: Readonly<Ref<'loading' | 'ready' | 'failed' | 'forbidden'>>;
  load: () => Promise<void>;
}

/** The figures of a show from its analytics, renewed while `running`. Who `may` not see them asks for none. */
export function useFigures(id: string, running: () => boolean, may: () => boolean = () => true): Figures {
  const analytics = shallowRef<Analytics>();
  const state = ref<'loading' | 'ready' | 'failed' | 'forbidden'>('loading');

  async function load(): Promise<void> {
    if (!may()) {
      state.value = 'forbidden';
      return;
    }
    try {
      analytics.value = await api.analytics(id);
      state.value = 'ready';
    } catch (problem) {
      state.value = codeOf(problem) === 'forbidden' ? 'forbidden' : 'failed';
    }
  }
  const timer = setInterval(() => {
    if (running() && !document.hidden && state.value !== 'forbidden') void load();
  }, REFRESH);
  onReturn(() => {
    if (state.value !== 'forbidden') void load();
  });
  onScopeDispose(() => clearInterval(timer));
  return { analytics, state, load };
}
