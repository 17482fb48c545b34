import type { Order, OrderInput } from '@vitrine/protocol';
import { type Ref, shallowRef } from 'vue';
import { codeOf } from './problem.ts';

export type CheckoutState =
  | { status: 'idle' }
  | { status: 'placing' }
  | { status: 'placed'; order: Order }
  | { status: 'sold_out' }
  | { status: 'price_changed' }
  /** `unclear`: the answer is not known, so trying again repeats the same order under the same key. */
  | { status: 'failed'; why: 'clear' | 'unclear' | 'invalid' };

export interface Checkout {
  state: Readonly<Ref<CheckoutState>>;
  place: (order: Pick<OrderInput, 'contact' | 'lines'>) => Promise<void>;
  reset: () => void;
}

/** What buying needs of the shop; tests give their own. */
export interface CheckoutShop {
  placeOrder: (order: OrderInput, idempotencyKey: string) => Promise<Order>;
  /** Makes sure that the buyer has a session; orders belong to somebody. */
  enter: (name: string) => Promise<void>;
}

/**
 * One purchase at a time. A key belongs to what is bought: the same order tried again after an unclear answer keeps it, so that it is
 * never placed twice; any other order gets its own.
 */
export function createCheckout(streamId: string, shop: CheckoutShop): Checkout {
  const state = shallowRef<CheckoutState>({ status: 'idle' });
  let pending: { body: string; key: string } | undefined;

  async function place(order: Pick<OrderInput, 'contact' | 'lines'>): Promise<void> {
    if (state.value.status === 'placing') return;
    const whole: OrderInput = { streamId, ...order };
    const body = JSON.stringify(whole);
    if (pending?.body !== body) pending = { body, key: crypto.randomUUID() };
    state.value = { status: 'placing' };
    try {
      await shop.enter(order.contact.name);
      state.value = { status: 'placed', order: await shop.placeOrder(whole, pending.key) };
      pending = undefined;
    } catch (problem) {
      state.value = outcomeOf(codeOf(problem));
      if (state.value.status !== 'failed' || state.value.why !== 'unclear') pending = undefined;
    }
  }
  function reset(): void {
    if (state.value.status !== 'placing') state.value = { status: 'idle' };
  }
  return { state, place, reset };
}

function outcomeOf(code: ReturnType<typeof codeOf>): CheckoutState {
  if (code === 'sold_out' || code === 'price_changed') return { status: code };
  if (code === 'invalid') return { status: 'failed', why: 'invalid' };
  // No answer, or one that says nothing about the order.
  const unclear = code === undefined || code === 'internal' || code === 'in_progress' || code.endsWith('unavailable');
  return { status: 'failed', why: unclear ? 'unclear' : 'clear' };
}
