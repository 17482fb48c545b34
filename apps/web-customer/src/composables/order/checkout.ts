import { Checkout as CheckoutAgent, type CheckoutState } from '@vitrine/client';
import type { Order, OrderInput } from '@vitrine/protocol';
import { useSnapshot } from '@vitrine/web-kit';
import type { Ref } from 'vue';

export interface Checkout {
  state: Readonly<Ref<CheckoutState>>;
  place: (order: Pick<OrderInput, 'contact' | 'lines' | 'deliveryMethod' | 'total'>) => Promise<void>;
  reset: () => void;
}

/** What buying needs of the shop; tests give their own. */
export interface CheckoutShop {
  placeOrder: (order: OrderInput, idempotencyKey: string) => Promise<Order>;
  /** Makes sure that the buyer has a session; orders belong to somebody. */
  enter: (name: string) => Promise<void>;
}

/** The checkout of a show, as a ref: whoever only watched enters with the name on the order. */
export function createCheckout(streamId: string, shop: CheckoutShop): Checkout {
  const agent = new CheckoutAgent({
    async placeOrder(order, key) {
      await shop.enter(order.contact.name);
      return shop.placeOrder(order, key);
    },
  });
  return {
    state: useSnapshot(agent),
    place: (order) => agent.place({ streamId, ...order }),
    reset: () => agent.reset(),
  };
}
