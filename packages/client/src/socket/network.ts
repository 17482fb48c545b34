/** Whether the device has a network, as far as it says so. Injected: React Native and tests pass their own. */
export interface Network {
  isOnline(): boolean;
  /** Hears when the network comes back; gives the function that stops it. */
  onOnline(listener: () => void): () => void;
}

/** A browser's word for it; where there is none (Node, React Native) the network counts as there. */
export const browserNetwork: Network = {
  isOnline: () => globalThis.navigator?.onLine !== false,
  onOnline(listener) {
    if (typeof globalThis.addEventListener !== 'function') return () => {};
    globalThis.addEventListener('online', listener);
    return () => globalThis.removeEventListener('online', listener);
  },
};
