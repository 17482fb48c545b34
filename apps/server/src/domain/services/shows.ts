import type {
  BroadcastKey,
  Captions as CaptionsView,
  CaptionTrack,
  Chapter,
  ClientEventOf,
  DeletedShow,
  ListedShow,
  Livestream,
  LivestreamDetail,
  LivestreamInput,
  LivestreamPatch,
  LivestreamQuery,
  NewBroadcastKey,
  PageQuery,
  RehearsalCrowd,
  RehearsalCrowdInput,
  Replay,
  ReplayMomentPage,
  ReplayMomentQuery,
  Seat,
  TimelineEntry,
  TimelinePage,
  VideoCredentials,
  VideoHealth,
  VideoRole,
} from '@vitrine/protocol';
import type { ByteRange, StoredBlob } from '../../ports/blobs.ts';
import type { LivestreamRecord, Page } from '../../ports/storage.ts';
import type { VideoGrant, VideoSignalling } from '../../ports/video.ts';
import type { Actor } from '../actor.ts';

export interface Livestreams {
  create(actor: Actor, input: LivestreamInput): Promise<Livestream>;
  /** `not_found` for a private show unless the actor may run it or is staff. */
  get(actor: Actor | null, id: string): Promise<LivestreamDetail>;
  /** What whoever has its link may know of a show before opening it; null for an unknown or a private one. */
  preview(id: string): Promise<ShowPreview | null>;
  list(actor: Actor | null, query: LivestreamQuery): Promise<Page<Livestream>>;
  /** Edits; `isActive` starts or stops. */
  update(actor: Actor, id: string, patch: LivestreamPatch): Promise<Livestream>;
  /** Compare-and-set: two starts, one entry; starting a live show again answers as the first. `ended` for an ended one. */
  start(actor: Actor, id: string): Promise<{ livestream: Livestream; offset: number }>;
  stop(actor: Actor, id: string): Promise<{ livestream: Livestream; offset: number }>;
  /** The current state for a newcomer: what `stream_update` carries. */
  state(id: string): Promise<LivestreamState>;
  /** Hears of changes of shows that only the staff may see, one that has become so among them, on every node. */
  onHidden(listener: (streamId: string) => void): () => void;
  /** Hears of changes of all shows, on every node. */
  onChanged(listener: (streamId: string) => void): () => void;
  /** Hears of shows that are no more, on every node. */
  onDeleted(listener: (streamId: string) => void): () => void;
  /** A show on air that everyone finds in lists, as this node knows it; null for any other. */
  listed(id: string): Omit<ListedShow, 'streamId' | 'viewerCount' | 'stillAt'> | null;
  /** The shows on air that everyone finds in lists. */
  listedOnAir(): string[];
  /** Writes what documents still owe to their timelines; run at start and then periodically. */
  settleOwed(): Promise<void>;
}

export interface ShowDeletions {
  /**
   * Deletes a show that is not on air (`already_live`), for good: what viewers could reach of it is out of reach when it resolves, and
   * removed soon after. Its orders stay.
   */
  delete(actor: Actor, id: string): Promise<void>;
  /** What stays of deleted shows, the last deleted first: to admins all of them, to hosts their own. */
  list(actor: Actor, page: PageQuery): Promise<Page<DeletedShow>>;
}

export type ShowPreview = Pick<
  LivestreamRecord,
  | 'title'
  | 'description'
  | 'hostName'
  | 'status'
  | 'scheduledFor'
  | 'startTime'
  | 'endTime'
  | 'thumbnailUrl'
  | 'recordingUrl'
  | 'visibility'
>;

export interface LivestreamState {
  status: Livestream['status'];
  visibility: Livestream['visibility'];
  createdBy: string;
  startTime: string | null;
  peakViewers: number;
  pinnedProducts: string[];
  /** The offset of the message on top of the chat. */
  pinnedMessage: number | null;
  /** Who is on stage beside the host, or asked to come. */
  guests: Livestream['guests'];
  settings: Livestream['settings'];
}

/** What a stream's durable tail became: entries in rising order; `previous` is the offset before the first. */
export interface TimelineBatch {
  streamId: string;
  previous: number;
  entries: TimelineEntry[];
}

export interface Timelines {
  /**
   * Hears every durable entry of this stream from now on, in offset order, without gap or repeat. `from` is the offset after which they come.
   * Resolves once that is certain; until it is released the node follows the stream (memory, periodic look).
   */
  follow(streamId: string, listener: (batch: TimelineBatch) => void): Promise<{ epoch: string; from: number; release: () => void }>;
  /** Entries with offset > after, at most `limit`, from memory where they are there. */
  read(streamId: string, after: number, limit: number): Promise<TimelineEntry[]>;
  page(actor: Actor | null, streamId: string, after: number, limit: number): Promise<TimelinePage>;
  /** What lists of shows have to change, any stream: for the lobby. Gives the function that stops listening. */
  onLobby(listener: (event: LobbyEvent) => void): () => void;
}

export type LobbyEvent =
  | { type: 'stream_started'; livestream: Livestream; at: string }
  | { type: 'stream_stopped'; livestream: Livestream; at: string; duration: number }
  | { type: 'show_listed'; livestream: Livestream }
  | { type: 'show_unlisted'; streamId: string; toStaffOnly?: true };

export interface Likes {
  /** Set semantics: a viewer counts once however often and wherever it likes. Without `liked` it toggles. */
  set(actor: Actor, streamId: string, liked: boolean | undefined): Promise<{ liked: boolean; likes: number }>;
  has(streamId: string, viewerId: string): Promise<boolean>;
  count(streamId: string): Promise<number>;
  /** Hears of every change of a count on this node. */
  onChange(listener: (streamId: string, likes: number) => void): () => void;
}

export interface Audience {
  /** One more connection of this viewer on this node. Gives the function that takes it away again (once). */
  join(streamId: string, viewerId: string): () => void;
  /** Keeps `count` and `onChange` up to date for a stream that may have no viewer on this node. Gives the function that ends it. */
  follow(streamId: string): () => void;
  /** Distinct viewers over all nodes; 0 for a stream that nobody follows or watches here. */
  count(streamId: string): number;
  /** Hears of every change of a count; the peak goes with it. */
  onChange(listener: (streamId: string, viewerCount: number, peakViewers: number) => void): () => void;
  /** Product clicks and impressions, counted once per viewer, product and minute. */
  clicked(actor: Actor, streamId: string, productIds: string[]): Promise<void>;
  seen(actor: Actor, streamId: string, productIds: string[]): Promise<void>;
}

/** How a viewer's picture has been for a while, as its player saw it. */
export type PlaybackReport = Omit<ClientEventOf<'playback_report'>['data'], 'streamId'>;
/** What players tell of how the picture runs. */
export interface Playback {
  report(actor: Actor, streamId: string, report: PlaybackReport): void;
}

/** `conflict` for a show that is no rehearsal, `forbidden` for who may not run it. */
export interface Rehearsals {
  crowd(actor: Actor, streamId: string): Promise<RehearsalCrowd>;
  /** Simulated viewers come, or go, until there are so many; where only the pace is another, they stay. `not_live` before the start. */
  gather(actor: Actor, streamId: string, crowd: RehearsalCrowdInput): Promise<RehearsalCrowd>;
}

export interface VideoHealthDesk {
  /** Hears how the show's video is, every few seconds while it is known. `forbidden` unless the actor may run the show. */
  follow(actor: Actor, streamId: string, listener: (health: VideoHealth) => void): Promise<() => void>;
}

export interface Video {
  /** Hosts who may run the show get a publishing role; viewers only while it is on air, staff before it too (the preview). */
  credentials(actor: Actor, streamId: string, role: VideoRole, seat?: Seat, uid?: number): Promise<VideoCredentials>;
  /** The WHIP and WHEP signalling, where the media goes through us. Rejects like `credentials` when the show is no longer on air. */
  readonly signalling: VideoSignalling | null;
  /** A hosted provider's own message; `not_found` where there is none. Rejects as `VideoNotifications.receive` does. */
  receive(body: Buffer, signature: string): Promise<void>;
  /**
   * Who this secret (a token of the credentials, or the show's key) makes its bearer, where that may open a session now. `unauthenticated`,
   * `token_expired`, `ended`, `forbidden` (a guest who is not on stage any more), `banned`.
   */
  authorise(secret: string, streamId: string, protocol: 'whip' | 'whep'): Promise<VideoGrant>;
  /** The same for a session that is open: whoever opened it may say more of it and close it, whatever has become of the show. */
  identify(secret: string, streamId: string, protocol: 'whip' | 'whep'): Promise<VideoGrant>;
}

/** The show's key, by which broadcasting tools publish as its host. For who may run the show. */
export interface BroadcastKeys {
  /** A new one, told this once; it replaces the one before and puts out who came with it. */
  create(actor: Actor, streamId: string): Promise<NewBroadcastKey>;
  /** `not_found` where there is none. */
  get(actor: Actor, streamId: string): Promise<BroadcastKey>;
  withdraw(actor: Actor, streamId: string): Promise<void>;
}

/** What was recorded of shows. */
export interface Recordings {
  /** A file of a show's recording, for whoever may see the show. @throws DomainError `not_found`. */
  file(actor: Actor | null, streamId: string, file: string): Promise<RecordedFile>;
  /** How the host looked a moment ago, as a WebP. @throws DomainError `not_found` when the show is not on air, or none has been taken here. */
  still(actor: Actor | null, streamId: string): Promise<Buffer>;
  /** When the still that this node has of a show on air was taken; null where there is none. */
  stillAt(streamId: string): string | null;
  /** Hears of each still that is taken on this node. */
  onStill(listener: (streamId: string) => void): () => void;
  /** For who runs the show. @throws DomainError `conflict` while it is on air. */
  delete(actor: Actor, streamId: string): Promise<void>;
}
/** Past shows as they are seen again. `not_found` where nothing was recorded, or the recording is not ready. */
export interface Replays {
  get(actor: Actor | null, streamId: string): Promise<Replay>;
  moments(actor: Actor | null, streamId: string, query: ReplayMomentQuery): Promise<ReplayMomentPage>;
  /** For who runs the show; null makes them of the pieces that came on screen again. */
  setChapters(actor: Actor, streamId: string, chapters: Chapter[] | null): Promise<Replay>;
}
/** What was said in past shows, in writing. `not_found` where there is no replay, or nothing in the language. */
export interface Captions {
  /** `version` is another after every change. */
  get(actor: Actor | null, streamId: string, language: string): Promise<{ captions: CaptionsView; version: string }>;
  /** The same as a WebVTT file. */
  file(actor: Actor | null, streamId: string, language: string): Promise<string>;
  /** For who runs the show. Takes WebVTT or SubRip. @throws DomainError `invalid` with the lines that are wrong. */
  put(actor: Actor, streamId: string, language: string, file: Uint8Array): Promise<CaptionTrack>;
  /** For who runs the show. */
  remove(actor: Actor, streamId: string, language: string): Promise<void>;
}
export interface RecordedFile {
  contentType: string;
  /** null until it is opened. */
  bytes: number | null;
  /** All of it, or a range that lies within. */
  open(range?: ByteRange): Promise<StoredBlob>;
}
