import type { VideoParts } from '@vitrine/client/video';

/** What video needs beside the client's own: nothing in a browser. */
export interface Rtc {
  parts: VideoParts;
  isSupported: boolean;
  /** Whether sound goes on behind the lock screen, for who asked for sound alone. */
  playsInBackground: boolean;
}
export interface StageVideoProps {
  stream: MediaStream | null;
  /** One's own camera is seen as in a mirror. */
  isMirrored?: boolean;
  isMuted: boolean;
  /** It lies over another picture. */
  isOnTop?: boolean;
  /** Sound needs a press first here. */
  onMutedBySystem?: () => void;
  label: string;
}
