import type { ReplayPlayer } from '@vitrine/client';

/** What shows the picture of a replay: a page's video element, or the phone's own player. */
export interface ReplayVideoProps {
  player: ReplayPlayer;
  label: string;
  /** What a phone's player shows itself by to the shop; a page has its cookie. */
  token: string | null;
}
