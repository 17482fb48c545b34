import { Lobby } from '@vitrine/client';
import { useEffect, useRef } from 'react';
import { useShop } from '../shop/ShopProvider.tsx';
import { onActivity } from './activity';
import { network } from './network';

/** Counts of a list are this old at most, in ms; starts and stops come at once. */
const REFRESH = 20_000;

/** Calls `refresh` whenever a list of shows may have changed: one starts or stops, the connection or the person is back, time has passed. */
export function useLobby(refresh: () => void): void {
  const shop = useShop();
  const current = useRef(refresh);
  current.current = refresh;
  useEffect(() => {
    const tell = (): void => current.current();
    const lobby = new Lobby({ url: shop.socketUrl, token: () => shop.token, network, onStarted: tell, onStopped: tell, onReturned: tell });
    lobby.open();
    const timer = setInterval(tell, REFRESH);
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
      clearInterval(timer);
      lobby.close();
    };
  }, [shop]);
}
