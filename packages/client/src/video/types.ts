import type { PlaybackChoice, VideoCredentials } from '@vitrine/protocol';
import type { Observable } from '../observable.ts';
import type { Timers } from '../timers.ts';
import type { LoadAgora } from './agora/sdk.ts';

/**
 * Asks for fresh credentials; they are short-lived, so every (re)connection asks. `staying` is who the client already is with a hosted
 * provider, when it only wants to stay. Rejects with ApiError.
 */
export type AskCredentials = (staying?: { uid: number }) => Promise<VideoCredentials>;

export interface VideoError {
  code: string;
  message: string;
}
export type PlayerState =
  | { status: 'idle' }
  | { status: 'connecting' }
  /** Nobody publishes yet; it is tried again by itself. */
  | { status: 'waiting' }
  | { status: 'playing'; stream: MediaStream }
  | { status: 'reconnecting'; attempt: number }
  /** Not tried again by itself. */
  | { status: 'failed'; error: VideoError };

/** Plays a show, whichever provider is behind. */
export interface VideoPlayer extends Observable<PlayerState> {
  start(): void;
  stop(): void;
  /** What is to be sent from now on, over all reconnections; what is left out stays as it is. Paused, nothing is. */
  choose(choice: PlaybackChoice): void;
  stats(): Promise<PlaybackStats | null>;
}
export interface PlaybackStats {
  width: number;
  height: number;
  framesPerSecond: number;
  /** bit/s since the last call. */
  bitrate: number;
  /** Seconds. */
  roundTrip: number | null;
  /** Seconds that a frame waits to be shown, on average; null before the first. */
  delay: number | null;
  packetsLost: number;
  /** How often the picture stood still since the connection was made, and for how many ms in all; null where it is not known. */
  freezes: number | null;
  frozen: number | null;
}

export type PublisherState =
  | { status: 'idle' }
  | { status: 'connecting' }
  | { status: 'live' }
  | { status: 'reconnecting'; attempt: number }
  | { status: 'failed'; error: VideoError };

/** Publishes a MediaStream, whichever provider is behind. */
export interface VideoPublisher extends Observable<PublisherState> {
  start(stream: MediaStream): void;
  /** Another camera or microphone, without a new connection. */
  replaceTrack(track: MediaStreamTrack): Promise<void>;
  stop(): Promise<void>;
  stats(): Promise<PublishingStats | null>;
}
export interface PublishingStats {
  width: number;
  height: number;
  framesPerSecond: number;
  /** bit/s since the last call. */
  bitrate: number;
  /** Seconds; null until the server has reported. */
  roundTrip: number | null;
  /** 0 to 1, as the server saw it last. */
  packetLoss: number;
  /** What the browser says holds the quality down. */
  limitedBy: 'none' | 'bandwidth' | 'cpu' | 'other';
}

/** What video needs of its surroundings; tests pass their own. */
export interface VideoParts {
  /** Origin that the credentials' paths belong to; '' in a page that the server serves. */
  baseUrl?: string;
  fetch?: typeof fetch;
  createPeer?: (configuration: RTCConfiguration) => RTCPeerConnection;
  /** An empty stream, where there is no `MediaStream` to be had from the surroundings. */
  createStream?: () => MediaStream;
  timers?: Timers;
  /** Agora's SDK. */
  loadAgora?: LoadAgora;
}
export type VideoQuality = '720p' | '1080p';
