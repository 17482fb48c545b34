import type { ChosenCodec } from '../sdp/codecs.ts';

/** How a publisher's media arrives, as `publisher.figures(now)` tells it. What each layer carries is in `publisher.layers`. */
export interface PublisherFigures {
  /** bit/s over the last second: everything that comes in, repairs too. */
  bitrate: number;
  /** Of the packets sent in the last seconds, 0 to 1, before repair: what RTX brought back counts as lost. */
  loss: number;
  /** ms; null until it is known. */
  roundTrip: number | null;
  /** ms (RFC 3550 section 6.4.1), of the worst of the streams. */
  jitter: number;
  /** ms since the last packet of picture or sound; since the session was connected where none has come. */
  silent: { video: number; audio: number };
  /** What it has negotiated to send. */
  hasVideo: boolean;
  hasAudio: boolean;
  videoCodec: ChosenCodec['codec'] | null;
  audioCodec: ChosenCodec['codec'] | null;
  /** Bytes received since the session began. */
  bytes: number;
}

/** How the media reaches a viewer, as `viewer.figures(now)` tells it. */
export interface ViewerFigures {
  /** Of the picture that is sent, in pixels; 0 when it hears only, is paused, or is sent nothing yet. */
  height: number;
  /** bit/s over the last second: everything that is sent, repairs and probes too. */
  bitrate: number;
  /** Of the packets sent in the last seconds, 0 to 1, before repair. */
  loss: number;
  /** ms; null until it is known. */
  roundTrip: number | null;
  /** What the connection is thought to carry, in bit/s; null until it is known. */
  estimate: number | null;
  paused: boolean;
  /** By choice, or because the connection carries no picture. */
  isAudioOnly: boolean;
  /** Bytes sent since the session began. */
  bytes: number;
}
