import { Lobby } from '@vitrine/client';
import { socketUrl } from './api.ts';

/** Says when shows were announced, edited, started, stopped or taken away, or when that may have been missed. Gives the function that closes it. */
export function openLobby(changed: () => void): () => void {
  const lobby = new Lobby({
    url: socketUrl(),
    ...{ onStarted: changed, onStopped: changed, onListed: changed, onUnlisted: changed, onReturned: changed },
  });
  lobby.open();
  return () => lobby.close();
}
