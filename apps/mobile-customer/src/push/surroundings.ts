import type { VitrineApi } from '@vitrine/client';

/**
 * Whether this phone is told when a show starts: it is; it was not asked yet; only the settings change that it is not; or nobody sends it
 * anything, here or at this shop.
 */
export type PushState = 'on' | 'ask' | 'blocked' | 'none';

export interface Push {
  /** Asks nobody; a phone that may be told is registered anew, for its token changes now and then. */
  refresh(api: VitrineApi): Promise<PushState>;
  /** Asks the person where that has not been done. The reminder itself stands without. */
  register(api: VitrineApi): Promise<PushState>;
  /** Before somebody signs out: what this phone was told was theirs. */
  forget(api: VitrineApi): Promise<void>;
}
