import { Lobby } from '@vitrine/client';
import type { ListedShow } from '@vitrine/protocol';
import { useEffect, useRef } from 'react';
import { useShop } from '../shop/ShopProvider.tsx';
import { onActivity } from './activity';
import { network } from './network';

/**
 * Calls `refresh` whenever a list of shows may have changed: one is announced, edited, starts or stops, the connection or the person is back. `update` hears how
 * those on air are now.
 */
export function useLobby(refresh: () => void, update: (changed: readonly ListedShow[]) => void = () => undefined): void {
  const shop = useShop();
  const current = useRef({ refresh, update });
  current.current = { refresh, update };
  useEffect(() => {
    const tell = (): void => current.current.refresh();
    const lobby = new Lobby({
      url: shop.socketUrl,
      token: () => shop.token,
      network,
      onStarted: tell,
      onStopped: tell,
      onListed: tell,
      onUnlisted: tell,
      onReturned: tell,
      onUpdated: (changed) => current.current.update(changed),
    });
    lobby.open();
    const unfollow = onActivity((isHere) => {
      if (!isHere) lobby.close();
      else {
        lobby.open();
        lobby.retryNow();
        tell();
      }
    });
    return () => {
      unfollow();
      lobby.close();
    };
  }, [shop]);
}
