import type { Account } from '@vitrine/protocol';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useSnapshot } from '../room/use-snapshot.ts';
import { place } from './place';
import { ShopSession, type ShopState } from './shop-session.ts';
import { storage } from './storage';

const ShopContext = createContext<ShopSession | null>(null);

/** Gives the app its shop. */
export function ShopProvider({ children, session }: { children: ReactNode; session?: ShopSession }) {
  const [shop] = useState(() => session ?? new ShopSession({ storage, place }));
  useEffect(() => {
    if (shop.getSnapshot().status === 'starting') void shop.open();
  }, [shop]);
  return <ShopContext.Provider value={shop}>{children}</ShopContext.Provider>;
}
export function useShop(): ShopSession {
  const shop = useContext(ShopContext);
  if (!shop) throw new Error('A screen stands outside of its ShopProvider.');
  return shop;
}
export const useShopState = (): ShopState => useSnapshot(useShop());
/** Who is signed in, guests too; null for who only watches. */
export function useAccount(): Account | null {
  const state = useShopState();
  return state.status === 'open' ? state.account : null;
}
