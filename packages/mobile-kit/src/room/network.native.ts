import { addNetworkStateListener, getNetworkStateAsync } from 'expo-network';
import type { WatchedNetwork } from './watched-network.ts';

let isOnline = true;
const listeners = new Set<(now: boolean) => void>();
function take(now: boolean): void {
  if (now === isOnline) return;
  isOnline = now;
  for (const listener of [...listeners]) listener(now);
}
addNetworkStateListener(({ isConnected }) => take(isConnected !== false));
getNetworkStateAsync().then(
  ({ isConnected }) => take(isConnected !== false),
  () => undefined,
);

/** The phone's word for whether there is a network. A Wi-Fi without internet counts: the shop may be on it. */
export const network: WatchedNetwork = {
  isOnline: () => isOnline,
  onOnline: (listener) =>
    network.onChange((now) => {
      if (now) listener();
    }),
  onChange(listener) {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};
