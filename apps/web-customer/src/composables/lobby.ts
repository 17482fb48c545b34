import { Lobby } from '@vitrine/client';
import type { Livestream } from '@vitrine/protocol';
import { socketUrl } from './api.ts';
import { onComeback } from './on-comeback.ts';

/** Hears shows start and stop while the page is open. Gives the function that ends it. */
export function openLobby(heard: { started: (show: Livestream) => void; stopped: (id: string) => void; returned: () => void }): () => void {
  const lobby = new Lobby({ url: socketUrl(), onStarted: heard.started, onStopped: heard.stopped, onReturned: heard.returned });
  lobby.open();
  const stop = onComeback(() => lobby.retryNow());
  return () => {
    stop();
    lobby.close();
  };
}
