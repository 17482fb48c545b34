import { LiveRoom, type RoomSnapshot } from '@vitrine/client';
import { useEffect, useState } from 'react';
import { useShop } from '../shop/ShopProvider.tsx';
import { onActivity } from './activity';
import { network } from './network';
import { useSnapshot } from './use-snapshot.ts';

/** Codes after which the same sign-in is refused again. */
const REFUSED = new Set(['unauthenticated', 'token_expired']);

export interface Room {
  room: LiveRoom;
  snapshot: RoomSnapshot;
  /** The connection is away; what is on screen stays. Nothing for the first one: the screen is still opening. */
  away: 'reconnecting' | 'offline' | null;
}

/** The room of a show, joined while the screen is there and the app in front: a phone's system ends sockets in the background anyway. */
export function useRoom(streamId: string, as: 'viewer' | 'admin' = 'viewer'): Room {
  const shop = useShop();
  const [room] = useState(() => new LiveRoom({ url: shop.socketUrl, streamId, as, token: () => shop.token, network }));
  const snapshot = useSnapshot(room);
  const [isOnline, setOnline] = useState(network.isOnline());

  useEffect(() => {
    room.join();
    const stops = [
      network.onChange(setOnline),
      onActivity((isHere) => {
        if (!isHere) room.leave();
        else {
          room.join();
          room.retryNow();
        }
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      room.leave();
    };
  }, [room]);

  const { connection } = snapshot;
  const refused = connection.status === 'gone' && connection.error !== null && REFUSED.has(connection.error.code);
  useEffect(() => {
    if (!refused) return;
    // The sign-in is over: watching needs none.
    void shop.expire().then(() => room.join());
  }, [refused, room, shop]);

  const away = !isOnline ? 'offline' : connection.status === 'reconnecting' ? 'reconnecting' : null;
  return { room, snapshot, away };
}
