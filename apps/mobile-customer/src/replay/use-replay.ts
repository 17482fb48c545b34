import { ReplayFeed, ReplayPlayer, type ReplayPlayerSnapshot, type ReplaySnapshot } from '@vitrine/client';
import { network, onActivity, useShop, useSnapshot } from '@vitrine/mobile-kit';
import type { Replay } from '@vitrine/protocol';
import { useEffect, useState } from 'react';

export interface ShownReplay {
  feed: ReplayFeed;
  player: ReplayPlayer;
  said: ReplaySnapshot;
  played: ReplayPlayerSnapshot;
  isOnline: boolean;
}
/** A replay's player with the chat and the pieces in step; paused while the app is away, tried again when the network is back. */
export function useReplay(replay: Replay): ShownReplay {
  const shop = useShop();
  const [feed] = useState(() => new ReplayFeed(shop.api, replay));
  const [player] = useState(
    () =>
      new ReplayPlayer(
        replay.parts.map((part) => ({ ...part, url: shop.urlOf(part.url) })),
        feed,
      ),
  );
  const [isOnline, setOnline] = useState(network.isOnline());
  useEffect(() => {
    feed.open();
    const stops = [
      onActivity((isHere) => (isHere ? player.comeBack() : player.leave())),
      network.onChange((now) => {
        setOnline(now);
        if (!now) return;
        player.retry();
        feed.retry();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [feed, player]);
  return { feed, player, said: useSnapshot(feed), played: useSnapshot(player), isOnline };
}
