import type { AskCredentials, VideoQuality } from '@vitrine/client/video';

export type Facing = 'user' | 'environment';
/** Whether the camera and microphone may be used; `final`: only the settings change it. */
export type Permission = 'granted' | 'ask' | 'denied' | 'final';
export type CameraTrouble = 'denied' | 'final' | 'busy' | 'none' | 'insecure';

/** The device's camera and microphone. */
export interface CameraSource {
  /** Without asking anybody. */
  permission(): Promise<Permission>;
  ask(): Promise<Permission>;
  /** Rejects as `getUserMedia` does. The credentials of the show tell which provider's camera it is, where that makes a difference. */
  open(choice: { quality: VideoQuality; facing: Facing }, credentials: AskCredentials): Promise<MediaStream>;
  /** The camera on the other side: a new track in the place of the old one, or null where the same track goes on with it. */
  turn(stream: MediaStream, choice: { quality: VideoQuality; facing: Facing }): Promise<MediaStreamTrack | null>;
  hasTorch(stream: MediaStream): boolean;
  light(stream: MediaStream, isOn: boolean): Promise<void>;
  trouble(error: unknown): CameraTrouble;
}
/** Upright, as a phone is held. */
export const SIZES: Record<VideoQuality, { width: number; height: number }> = {
  '720p': { width: 1280, height: 720 },
  '1080p': { width: 1920, height: 1080 },
};
/** kbit/s at the most, where a provider is told when the camera opens. */
export const BITRATES: Record<VideoQuality, number> = { '720p': 2_500, '1080p': 4_500 };
