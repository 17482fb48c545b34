import type { useBroadcast } from '@vitrine/mobile-kit/host';

/** How this phone's picture is on its way. */
export type Sending = ReturnType<typeof useBroadcast>['state'];
