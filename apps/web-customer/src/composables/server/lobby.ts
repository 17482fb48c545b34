import { Lobby } from '@vitrine/client';
import type { ListedShow, Livestream } from '@vitrine/protocol';
import { socketUrl } from './api.ts';
import { onComeback } from './on-comeback.ts';

/** Why nothing is heard. */
export type LobbyAway = 'offline' | 'reconnecting';

export interface LobbyNews {
  started: (show: Livestream) => void;
  stopped: (id: string) => void;
  updated: (shows: readonly ListedShow[]) => void;
  /** Announced, or edited. */
  listed: (show: Livestream) => void;
  unlisted: (id: string) => void;
  returned: () => void;
  /** undefined: it is connected, or connects for the first time. */
  away: (why: LobbyAway | undefined) => void;
}

/** Hears shows announced, started, stopped and moving while the page is open. Gives the function that ends it. */
export function openLobby(heard: LobbyNews): () => void {
  const lobby = new Lobby({
    url: socketUrl(),
    onStarted: heard.started,
    onStopped: heard.stopped,
    onUpdated: heard.updated,
    onListed: heard.listed,
    onUnlisted: heard.unlisted,
    onReturned: heard.returned,
  });
  const tell = (): void => {
    const { status } = lobby.getSnapshot();
    if (!navigator.onLine) heard.away('offline');
    else if (status === 'waiting' || status === 'offline') heard.away('reconnecting');
    // An attempt under way changes nothing yet.
    else if (status !== 'connecting') heard.away(undefined);
  };
  const stopHearing = lobby.subscribe(tell);
  window.addEventListener('online', tell);
  window.addEventListener('offline', tell);
  lobby.open();
  tell();
  const stop = onComeback(() => lobby.retryNow());
  return () => {
    stop();
    stopHearing();
    window.removeEventListener('online', tell);
    window.removeEventListener('offline', tell);
    lobby.close();
  };
}
