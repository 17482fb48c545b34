import type { TimelineEntry, TimelineType } from '@vitrine/protocol';

/** A timeline entry that a document owes: written by whoever finds it owed, then cleared. */
export interface OwedEntry {
  streamId: string;
  key: string;
  type: TimelineType;
  actorId?: string;
  data: TimelineEntry['data'];
}

export type InsertResult =
  /** How many of the batch, from its start, are durable now. */
  | { written: number; stopped?: undefined }
  /** `written` of them are; the next one's offset, or its key, is taken. */
  | { written: number; stopped: 'offset_taken' | 'key_taken' };
export interface TimelineTail {
  /** 0 when it has no entry. */
  offset: number;
}
export interface MinuteCount {
  /** Minutes since 1970. */
  minute: number;
  type: TimelineType;
  count: number;
}
export interface TimelineStore {
  /** One ordered insert of entries of one stream, ending at the first that is refused. */
  insert(entries: TimelineEntry[]): Promise<InsertResult>;
  byKey(streamId: string, key: string): Promise<TimelineEntry | null>;
  tail(streamId: string): Promise<TimelineTail>;
  /** Entries with offset > after, rising, at most `limit`. */
  after(streamId: string, after: number, limit: number): Promise<TimelineEntry[]>;
  /** Chat messages with offset < before (all when null), the newest `limit` of them, rising. Emptied ones are left out. */
  chatBefore(streamId: string, before: number | null, limit: number): Promise<TimelineEntry[]>;
  /** Entries of these types, the newest `limit` of them, rising: pins and questions of a show, without its chat. */
  ofTypes(streamId: string, types: TimelineType[], limit: number): Promise<TimelineEntry[]>;
  /** Empties name and text of one chat message or question in place; offset, type and key stay. */
  redact(streamId: string, offset: number): Promise<boolean>;
  /** Empties name and text of everything that this actor said or asked, in every stream: what was emptied, and where. */
  redactActor(actorId: string): Promise<{ streamId: string; offset: number; type: TimelineType }[]>;
  /** Entries of each type per minute since 1970, of those with after < offset <= upTo. */
  countByMinute(streamId: string, after: number, upTo: number): Promise<MinuteCount[]>;
}

/** What a stream's entries up to `upTo` came to, per minute and type: figures need not read 100,000 entries anew. */
export interface TallyRecord {
  streamId: string;
  upTo: number;
  counts: MinuteCount[];
}
export interface TallyStore {
  get(streamId: string): Promise<TallyRecord | null>;
  /** Compare-and-set on `upTo` (null: there is none yet); false when another was quicker. */
  advance(tally: TallyRecord, from: number | null): Promise<boolean>;
}
