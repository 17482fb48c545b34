import { type Ref, ref, shallowRef } from 'vue';

export interface Page<Item> {
  items: Item[];
  nextCursor?: string | undefined;
}
export interface List<Item> {
  state: Ref<'loading' | 'ready' | 'failed'>;
  items: Ref<readonly Item[]>;
  hasMore: Ref<boolean>;
  /** Reads it from the start. What is shown stays until the answer is there. */
  load: () => Promise<void>;
  loadMore: () => Promise<void>;
}

/** A list that comes in pages. An answer to an older question than the last one is dropped. */
export function useList<Item>(read: (cursor?: string) => Promise<Page<Item>>): List<Item> {
  const state = ref<'loading' | 'ready' | 'failed'>('loading');
  const items = shallowRef<readonly Item[]>([]);
  const hasMore = ref(false);
  let cursor: string | undefined;
  let asked = 0;

  async function take(from: string | undefined, before: readonly Item[]): Promise<void> {
    const question = ++asked;
    try {
      const page = await read(from);
      if (question !== asked) return;
      items.value = [...before, ...page.items];
      cursor = page.nextCursor;
      hasMore.value = cursor !== undefined;
      state.value = 'ready';
    } catch {
      // A further page that fails leaves what is there; its button stays and asks again.
      if (question === asked && from === undefined) state.value = 'failed';
    }
  }
  return {
    state,
    items,
    hasMore,
    async load() {
      if (state.value === 'failed') state.value = 'loading';
      await take(undefined, []);
    },
    async loadMore() {
      if (cursor !== undefined) await take(cursor, items.value);
    },
  };
}
