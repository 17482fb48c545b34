import type { IceServer, PlaybackChoice, Quality, Seat, VideoCredentials, VideoHealth, VideoRole } from '@vitrine/protocol';
import type { VideoRecorder } from './recordings.ts';

/** The video service of a deployment: the embedded SFU, or a hosted provider. */
export interface VideoService {
  readonly provider: VideoCredentials['provider'];
  /** Short-lived and bound to user, stream, role and seat. Whether the user may have that role has been decided before. */
  credentials(request: VideoCredentialsRequest): Promise<VideoCredentials>;
  /** Puts everyone of this stream out. */
  end(streamId: string): Promise<void>;
  /** Takes a guest's seat off the stage, with who publishes from it. */
  closeSeat(streamId: string, seat: Seat): Promise<void>;
  /** Nobody hears this seat any more, or hears it again. Its publisher goes on; one that comes later is told anew, after `publisher_up`. */
  setMuted(streamId: string, seat: Seat, muted: boolean): Promise<void>;
  /** Puts out what this user has in this stream. That it stays out is the domain's care, and short-lived credentials. */
  evict(streamId: string, userId: string): Promise<void>;
  /** Puts out who watches; who publishes stays. */
  closeViewers(streamId: string): Promise<void>;
  /** Lifecycle events; gives the function that stops listening. */
  onEvent(listener: (event: VideoEvent) => void): () => void;
  /** Only where the media goes through us. */
  readonly signalling: VideoSignalling | null;
  /** Only where a hosted provider tells us in signed messages what happens. */
  readonly notifications: VideoNotifications | null;
  /** Only where the media goes through us, so that we can record it. */
  readonly recorder?: VideoRecorder | null;
  /** Of the node's own media; only where it goes through us. */
  figures?(): VideoFigures;
  start(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
/** Of this node. Those in the past tense only rise, from its start. */
export interface VideoFigures {
  publishers: number;
  viewers: number;
  bytesReceived: number;
  bytesSent: number;
  /** On average, 0 to 1, before repair. */
  publisherLoss: number;
  viewerLoss: number;
  /** Viewers sent away because there was no room. */
  refused: number;
  /** How often the media process was started again. */
  restarts: number;
  load: 'normal' | 'high' | 'overloaded';
  /** Of the time, 0 to 1, that the media process's event loop was busy. */
  busy: number;
  /** Of all cores, 0 to 1. */
  cpu: number;
  /** By how much its timers were late, ms: the 95th percentile. */
  loopDelay: number;
  /** How late packets were handled, ms. */
  lateness: number;
}
export interface VideoCredentialsRequest {
  streamId: string;
  userId: string;
  role: VideoRole;
  seat: Seat;
  quality: Quality;
  /** Who the client already is with a hosted provider, when it renews. */
  uid?: number | undefined;
}
/** What a hosted provider tells of its own accord. */
export interface VideoNotifications {
  /**
   * Takes a message; one that was taken before, or is of no concern, does nothing.
   * @throws DomainError `invalid` when the provider has not signed it.
   */
  receive(body: Buffer, signature: string): Promise<void>;
}
export type VideoEvent =
  | { type: 'publisher_up'; streamId: string; seat: Seat; userId: string }
  | { type: 'publisher_lost'; streamId: string; seat: Seat; userId: string }
  /** As it is now, every few seconds while somebody publishes or watches. What players report is not in it. */
  | { type: 'health'; streamId: string; health: VideoHealth }
  | { type: 'service_restarted' };

/** The claims of a token that `credentials` issued, once its signature and expiry have been checked. */
export interface VideoGrant {
  streamId: string;
  userId: string;
  role: VideoRole;
  seat: Seat;
  /** Another node has passed the request on to this one; it is not passed on again. */
  passedOn?: boolean;
}
/** Which node has a show's video. */
export interface VideoPlacement {
  /** `here`, after which it stays here; else the address of the node that has it. @throws DomainError `video_unavailable` */
  place(streamId: string): Promise<'here' | URL>;
}
/** WHIP (RFC 9725) for who publishes and WHEP for viewers, as the HTTP edge sees them. Errors are DomainErrors with a stable code. */
export interface VideoSignalling {
  /**
   * `token_expired` or `unauthenticated` when the token is not good for this stream and protocol. `also_expired`: whoever opened a session may
   * close it, however long it lasted.
   */
  verify(token: string, streamId: string, protocol: 'whip' | 'whep', expired?: 'also_expired'): VideoGrant;
  /** Answers an SDP offer. `invalid` for an offer that can't be answered, `video_unavailable` while the media process restarts. */
  open(grant: VideoGrant, offer: string): Promise<VideoSession>;
  /**
   * RFC 9725 section 4.3: a fragment with candidates, for the session as `ifMatch` names it. `not_found` for an unknown session,
   * `precondition_failed` for another ICE session than the present one, `ice_restart_unsupported` for one that would begin anew.
   */
  trickle(grant: VideoGrant, sessionId: string, fragment: string, ifMatch: string | null): Promise<void>;
  /** What a viewer wants to be sent. `not_found` for an unknown session. */
  choose(grant: VideoGrant, sessionId: string, choice: PlaybackChoice): Promise<void>;
  /** Idempotent. */
  close(grant: VideoGrant, sessionId: string): Promise<void>;
}
export interface VideoSession {
  sessionId: string;
  answer: string;
  /** As the header has it, in quotes. */
  etag: string;
  iceServers: IceServer[];
}
