import type { Network } from '@vitrine/client';

/** What the socket asks of the network, and what the screens do. */
export interface WatchedNetwork extends Network {
  /** Hears when the network goes or comes; gives the function that stops it. */
  onChange(listener: (isOnline: boolean) => void): () => void;
}
