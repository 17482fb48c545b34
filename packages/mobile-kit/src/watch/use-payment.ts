import type { Order } from '@vitrine/protocol';
import { useEffect, useRef, useState } from 'react';
import { Linking } from 'react-native';
import { onActivity } from '../room/activity';
import { useShop } from '../shop/ShopProvider.tsx';

/** Whether it waits for a payment that is made on a page of the provider. */
export const isPayable = ({ state, payment }: Order): boolean => state === 'pending' && payment.provider !== 'manual';

export interface Payment {
  /** The order as it is now. */
  order: Order;
  /** Opens the page where it is paid. Rejects where that can't be opened. */
  pay: () => Promise<void>;
}
/** Pays an order on the provider's page, outside the app, and reads what has become of it when the person is back. */
export function usePayment(placed: Order): Payment {
  const shop = useShop();
  const [order, setOrder] = useState(placed);
  const current = useRef(order);
  current.current = order;
  useEffect(
    () =>
      onActivity((isHere) => {
        if (!isHere || !isPayable(current.current)) return;
        // Unanswered, it stays as it was: the list of orders has it, too.
        shop.api.order(current.current._id).then(setOrder, () => undefined);
      }),
    [shop],
  );
  return {
    order,
    async pay() {
      const { url } = order.payment;
      if (url !== null) await Linking.openURL(shop.urlOf(url));
    },
  };
}
