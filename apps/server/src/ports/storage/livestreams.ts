import type { Chapter, Guest, LineupItem, LivestreamSettings, LivestreamStatus, Quality, Recording, Visibility } from '@vitrine/protocol';
import type { Page, PageRequest } from './paging.ts';
import type { OwedEntry } from './timeline.ts';

/** Somebody beside the host, as it is kept. */
export interface GuestRecord extends Guest {
  /** When the guest is taken off unless the state has changed before; null while its picture is up. */
  until: number | null;
}
export interface LivestreamRecord {
  _id: string;
  epoch: string;
  title: string;
  description: string;
  createdBy: string;
  hostName: string;
  status: LivestreamStatus;
  /** How often it has been started: names the entries `started:<run>`. */
  run: number;
  startTime: number | null;
  endTime: number | null;
  scheduledFor: number | null;
  thumbnailUrl: string | null;
  recordingUrl: string | null;
  /** null where none was made. */
  recording: Recording | null;
  /** What the shop wrote down of the replay; null, or absent in older records: each piece that came on screen. */
  chapters?: Chapter[] | null;
  quality: Quality;
  visibility: Visibility;
  /** Absent in a show that counts. */
  rehearsal?: true;
  tags: string[];
  settings: LivestreamSettings;
  /** The products of the show in their order, with what is agreed for it. */
  lineup: LineupItem[];
  /** Product ids on the screen, in order. */
  pinnedProducts: string[];
  /** The offset of the message that stays on top of the chat. */
  pinnedMessage: number | null;
  /** Who is on stage beside the host, or asked to come, in order. */
  guests: GuestRecord[];
  /** What broadcasting tools prove themselves with: the hash alone is kept. null: none has been made. */
  broadcastKey: { hash: string; createdAt: number } | null;
  /** Since when a show on air has been without its host's picture; null while it is there. */
  hostAwaySince: number | null;
  peakViewers: number;
  /** The last projection written; null before the first. */
  engagement: EngagementProjection | null;
  /** In order; the first is written first. */
  owed: OwedEntry[];
  createdAt: number;
  updatedAt: number;
}
/** Figures as lists show them: a reading of the truth, rebuilt at any time from it. */
export interface EngagementProjection {
  viewerCount: number;
  likes: number;
  totalViewers: number;
  engagementRate: number;
  /** Who liked last, newest first, at most 100. */
  likedBy: string[];
  /** The last messages, rising, at most 100. */
  chatMessages: { username: string; message: string; timestamp: number; isAdmin: boolean }[];
}
/** Whose turn a projection was made in, and its number within the turn: an older one never overwrites a newer. */
export interface ProjectionGuard {
  term: number;
  revision: number;
}
export type LivestreamChanges = Partial<
  Pick<
    LivestreamRecord,
    | 'title'
    | 'description'
    | 'status'
    | 'run'
    | 'startTime'
    | 'endTime'
    | 'scheduledFor'
    | 'thumbnailUrl'
    | 'recordingUrl'
    | 'recording'
    | 'chapters'
    | 'quality'
    | 'visibility'
    | 'tags'
    | 'settings'
    | 'lineup'
    | 'pinnedProducts'
    | 'pinnedMessage'
    | 'guests'
    | 'broadcastKey'
    | 'hostAwaySince'
    | 'updatedAt'
  >
>;
export interface LivestreamFilter extends PageRequest {
  statuses: LivestreamStatus[];
  /** Only shows with somebody on stage beside the host, or asked to come. */
  withGuests?: boolean;
  /** Leave out to list every visibility. */
  visibilities?: Visibility[];
  /** Shows of this host are listed whatever their visibility. */
  alsoCreatedBy?: string;
  /** Case-insensitive, in title, description and tags. */
  search?: string;
  tag?: string;
}
export interface LivestreamStore {
  insert(livestream: LivestreamRecord): Promise<void>;
  byId(id: string): Promise<LivestreamRecord | null>;
  /** In the order of `ids`; unknown ones are left out. */
  byIds(ids: string[]): Promise<LivestreamRecord[]>;
  /** Scheduled ones soonest first (those without a time last), others newest first. */
  list(filter: LivestreamFilter): Promise<Page<LivestreamRecord>>;
  /**
   * Compare-and-set: changes and appends to `owed` only while the status is one of `from`, and what is `expected` is so.
   * Gives the document afterwards, or null when there is none, its status is another or something else than expected is there.
   */
  change(
    id: string,
    from: LivestreamStatus[],
    changes: LivestreamChanges,
    owes?: OwedEntry,
    expected?: Partial<Pick<LivestreamRecord, 'guests' | 'recording'>>,
  ): Promise<LivestreamRecord | null>;
  /** Removes an owed entry that has been written. */
  settle(id: string, key: string): Promise<void>;
  /** Keeps the greater of the stored and the given. */
  raisePeak(id: string, peakViewers: number): Promise<void>;
  /** Writes the engagement figures unless newer ones are there; false when they are. */
  project(id: string, engagement: EngagementProjection, guard: ProjectionGuard): Promise<boolean>;
  /** Documents that owe an entry. */
  owing(limit: number): Promise<LivestreamRecord[]>;
}
