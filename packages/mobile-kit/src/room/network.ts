import type { WatchedNetwork } from './watched-network.ts';

/** The browser's word for whether there is a network, and when that changes. */
export const network: WatchedNetwork = {
  isOnline: () => navigator.onLine,
  onOnline(listener) {
    window.addEventListener('online', listener);
    return () => window.removeEventListener('online', listener);
  },
  onChange(listener) {
    const tell = (): void => listener(navigator.onLine);
    window.addEventListener('online', tell);
    window.addEventListener('offline', tell);
    return () => {
      window.removeEventListener('online', tell);
      window.removeEventListener('offline', tell);
    };
  },
};
