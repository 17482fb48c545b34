import type { Order } from '@vitrine/protocol';
import { type ComputedRef, computed, type Ref, ref, shallowRef } from 'vue';
import { useSession } from '../account/use-session.ts';
import { useToasts } from '../page/use-toasts.ts';
import { api } from '../server/api.ts';
import { sayProblem } from '../server/problem.ts';

/** One's own orders, newest first, page by page. Who never entered has none, and is not asked to. */
export function useOrders(): {
  status: Ref<'loading' | 'ready' | 'failed'>;
  orders: Ref<readonly Order[]>;
  more: ComputedRef<boolean>;
  load: () => Promise<void>;
  loadMore: () => Promise<void>;
  /** Of which order something is being done. */
  busy: Ref<string | undefined>;
  /** Goes to where it is paid. */
  pay: (order: Order) => Promise<void>;
  /** Unpaid orders alone; their pieces go back. */
  cancel: (order: Order) => Promise<void>;
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
  const busy = ref<string>();
  const { say } = useToasts();
  async function act(order: Order, action: () => Promise<Order>): Promise<Order | undefined> {
    busy.value = order._id;
    try {
      const changed = await action();
      orders.value = orders.value.map((one) => (one._id === changed._id ? changed : one));
      return changed;
    } catch (problem) {
      await say(sayProblem(problem));
      // It may have been paid, or have run out, meanwhile.
      await page();
      return undefined;
    } finally {
      busy.value = undefined;
    }
  }
  async function pay(order: Order): Promise<void> {
    const opened = await act(order, () => api.openPayment(order._id));
    if (opened?.payment.url) location.assign(opened.payment.url);
  }
  async function cancel(order: Order): Promise<void> {
    await act(order, () => api.cancelOrder(order._id));
  }
  void load();
  return { status, orders, more: computed(() => cursor.value !== undefined), load, loadMore: () => page(cursor.value), busy, pay, cancel };
}
