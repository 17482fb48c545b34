import type { CheckoutState } from '@vitrine/client';
import type { Product } from '@vitrine/protocol';
import { useEffect, useState } from 'react';
import { useShop } from '../shop/ShopProvider.tsx';

/** The piece as it is now: as the show tells it, and read anew when the shop has refused an order for its stock or its price. */
export function useNewest(told: Product, { status }: CheckoutState): Product {
  const { api } = useShop();
  const [read, setRead] = useState<Product | null>(null);
  const isOld = status === 'sold_out' || status === 'price_changed';
  useEffect(() => {
    if (!isOld) return;
    const asked = new AbortController();
    // Unanswered, the show tells it in a moment.
    api.product(told._id, { signal: asked.signal }).then(setRead, () => undefined);
    return () => asked.abort();
  }, [api, told._id, isOld]);
  return read && read._id === told._id && read.updatedAt > told.updatedAt ? read : told;
}
