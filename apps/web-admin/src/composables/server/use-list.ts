import { type Ref, ref, shallowRef } from 'vue';
import { onReturn } from './use-reach.ts';

export interface Page<Item> {
  items: Item[];
  nextCursor?: string | undefined;
}
export interface List<Item> {
  state: Readonly<Ref<'loading' | 'ready' | 'failed'>>;
  items: Ref<readonly Item[]>;
  /** What is known of its further pages. */
  more: Readonly<Ref<'none' | 'some' | 'loading' | 'failed'>>;
  /** Reads it from the start. What is shown stays until the answer is there. */
  load: () => Promise<void>;
  /** Reads the same again. What is shown stays when that fails. */
  renew: () => Promise<void>;
  loadMore: () => Promise<void>;
}

/** A list that comes in pages, and anew when the server is back. An answer to an older question than the last one is dropped. */
export function useList<Item>(read: (cursor?: string) => Promise<Page<Item>>): List<Item> {
  const state = ref<'loading' | 'ready' | 'failed'>('loading');
  const items = shallowRef<readonly Item[]>([]);
  const more = ref<'none' | 'some' | 'loading' | 'failed'>('none');
  let cursor: string | undefined;
  let asked = 0;

  async function take(from: string | undefined, before: readonly Item[], failed: () => void): Promise<void> {
    const question = ++asked;
    try {
      const page = await read(from);
      if (question !== asked) return;
      items.value = [...before, ...page.items];
      cursor = page.nextCursor;
      more.value = cursor === undefined ? 'none' : 'some';
      state.value = 'ready';
    } catch {
      if (question === asked) failed();
    }
  }
  async function load(): Promise<void> {
    if (state.value === 'failed') state.value = 'loading';
    await take(undefined, [], () => {
      state.value = 'failed';
    });
  }
  const renew = async (): Promise<void> => (state.value === 'ready' ? take(undefined, [], () => undefined) : load());
  onReturn(() => void renew());
  return {
    state,
    items,
    more,
    load,
    renew,
    async loadMore() {
      if (cursor === undefined) return;
      more.value = 'loading';
      await take(cursor, items.value, () => {
        more.value = 'failed';
      });
    },
  };
}
