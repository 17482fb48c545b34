import { createPlayer } from '@vitrine/client/video';
import { useEffect, useState } from 'react';
import { onActivity } from '../room/activity';
import { useShop } from '../shop/ShopProvider.tsx';
import { rtc } from './rtc';

/** Plays the seat of somebody beside the host while it is wanted and the app in front. null: there is no picture now. */
export function useSeat(streamId: string, seat: string, isWanted: boolean): MediaStream | null {
  const shop = useShop();
  const [stream, setStream] = useState<MediaStream | null>(null);
  useEffect(() => {
    if (!isWanted || !rtc.isSupported) return;
    const player = createPlayer((staying) => shop.api.video(streamId, 'viewer', { seat, ...staying }), {
      ...rtc.parts,
      baseUrl: shop.address,
    });
    const unsubscribe = player.subscribe(() => {
      const now = player.getSnapshot();
      if (now.status === 'playing') setStream(now.stream);
      // The last picture stays while it is fetched again.
      else if (now.status !== 'reconnecting') setStream(null);
    });
    player.start();
    const unfollow = onActivity((isHere) => (isHere ? player.start() : player.stop()));
    return () => {
      unfollow();
      unsubscribe();
      player.stop();
      setStream(null);
    };
  }, [isWanted, seat, shop, streamId]);
  return stream;
}
