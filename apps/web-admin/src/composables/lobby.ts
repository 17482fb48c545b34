import { Lobby } from '@vitrine/client';
import { socketUrl } from './api.ts';

/** Says when a show started or stopped, or when that may have been missed. Gives the function that closes it. */
export function openLobby(changed: () => void): () => void {
  const lobby = new Lobby({ url: socketUrl(), onStarted: changed, onStopped: changed, onReturned: changed });
  lobby.open();
  return () => lobby.close();
}
