import type { Order } from '@vitrine/protocol';
import { type ComputedRef, computed, type Ref, ref, shallowRef } from 'vue';
import { api } from './api.ts';
import { useSession } from './use-session.ts';

/** One's own orders, newest first, page by page. Who never entered has none, and is not asked to. */
export function useOrders(): {
  status: Ref<'loading' | 'ready' | 'failed'>;
  orders: Ref<readonly Order[]>;
  more: ComputedRef<boolean>;
  load: () => Promise<void>;
  loadMore: () => Promise<void>;
} {
  const status = ref<'loading' | 'ready' | 'failed'>('loading');
  const orders = shallowRef<readonly Order[]>([]);
  const cursor = shallowRef<string>();
  const { known } = useSession();

  async function page(after?: string): Promise<void> {
    try {
      const { account } = await known();
      if (account) {
        const answer = await api.listOrders(after ? { cursor: after } : {});
        orders.value = after ? [...orders.value, ...answer.items] : answer.items;
        cursor.value = answer.nextCursor;
      }
      status.value = 'ready';
    } catch {
      status.value = 'failed';
    }
  }
  async function load(): Promise<void> {
    status.value = 'loading';
    await page();
  }
  void load();
  return { status, orders, more: computed(() => cursor.value !== undefined), load, loadMore: () => page(cursor.value) };
}
