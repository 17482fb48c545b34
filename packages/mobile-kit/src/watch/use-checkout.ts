import { Checkout, type CheckoutState } from '@vitrine/client';
import type { OrderInput } from '@vitrine/protocol';
import { useState } from 'react';
import { useSnapshot } from '../room/use-snapshot.ts';
import { useShop } from '../shop/ShopProvider.tsx';
import { newKey } from './new-key';

export interface ShownCheckout {
  state: CheckoutState;
  place: (order: Omit<OrderInput, 'streamId'>) => Promise<void>;
  reset: () => void;
}
/** The checkout of a show: whoever only watched enters with the name on the order. */
export function useCheckout(streamId: string, enter: (name: string) => Promise<void>): ShownCheckout {
  const shop = useShop();
  const [checkout] = useState(
    () =>
      new Checkout({
        newKey,
        async placeOrder(order, key) {
          if (shop.account === null) await enter(order.contact.name);
          return shop.api.placeOrder(order, key);
        },
      }),
  );
  return {
    state: useSnapshot(checkout),
    place: (order) => checkout.place({ streamId, ...order }),
    reset: () => checkout.reset(),
  };
}
