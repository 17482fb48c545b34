import type { PlaybackChoice, VideoCredentials } from '@vitrine/protocol';
import type { Timers } from '../timers.ts';
import type { PlaybackStats, PublishingStats, VideoParts, VideoQuality } from './types.ts';

/** One seat that is being played, by whichever provider. */
export interface PlaybackLink {
  readonly stream: MediaStream;
  /** Rises while new frames or sound arrive, and stands still when they do not. */
  progress(): Promise<number>;
  stats(): Promise<PlaybackStats>;
  choose(choice: PlaybackChoice): Promise<void>;
  close(): Promise<void>;
}
/** Tracks that are being published, by whichever provider. */
export interface PublishingLink {
  /** Sends this track in the place of the one of its kind, without a new connection. */
  replaceTrack(track: MediaStreamTrack): Promise<void>;
  stats(): Promise<PublishingStats>;
  /** Resolves when the server knows. */
  close(): Promise<void>;
}

/** What a link needs of who holds it. */
export interface LinkParts extends VideoParts {
  timers: Timers;
  /** Asks for credentials with which whoever is connected as this uid may stay. */
  renew: (uid: number) => Promise<VideoCredentials>;
  /** Called when what was open, or was being opened, has come to its end by itself. */
  onLost: (error: Error) => void;
}
export interface PublishingLinkParts extends LinkParts {
  quality: VideoQuality;
  codec?: 'H264' | 'VP8';
  /** Several encodings of the picture at once, so that each viewer gets one that fits; by default. */
  simulcast?: boolean;
  /** Called whenever the tracks are on their way: at first, and again after the connection was shaken. */
  onLive: () => void;
}

/** Nobody publishes from this seat now; later somebody may. */
export class NobodyPublishes extends Error {
  override readonly name = 'NobodyPublishes';
}
/** Another device or page of the same user publishes in our place: going on would take it back, and so for ever. */
export class TakenOver extends Error {
  override readonly name = 'TakenOver';
}
/** Asking again changes nothing. */
export class UnsupportedProvider extends Error {
  override readonly name = 'UnsupportedProvider';
}

/** A server that is newer than this app may name a provider that the app has never heard of. */
export function unsupported(credentials: never): never {
  const { provider } = Object(credentials);
  throw new UnsupportedProvider(`This app can’t speak to the shop’s video provider (${String(provider)}).`);
}
