import type { Page, PageRequest } from './paging.ts';

/** A timeout is a ban that ends by itself. */
export interface BanRecord {
  _id: string;
  /** null: in every show of the shop. */
  streamId: string | null;
  /** Account, guest or viewer. */
  subjectId: string;
  subjectName: string;
  reason: string;
  by: string;
  /** null: until it is lifted. */
  until: number | null;
  createdAt: number;
}
export interface BanStore {
  /** Replaces one of the same stream and subject. */
  put(ban: BanRecord): Promise<void>;
  byId(id: string): Promise<BanRecord | null>;
  /** True for the one caller that removed it. */
  lift(id: string): Promise<boolean>;
  /** Those in force at `now`, of the whole shop; newest first. */
  active(now: number, page: PageRequest & { streamId?: string }): Promise<Page<BanRecord>>;
  deleteExpired(now: number): Promise<number>;
}

export type HeldReason = 'link' | 'blocked_word';
/** A message that waits for a moderator: it enters the timeline only when approved. */
export interface HeldMessageRecord {
  _id: string;
  streamId: string;
  /** The timeline key that it will have. */
  key: string;
  actorId: string;
  username: string;
  message: string;
  isAdmin: boolean;
  reason: HeldReason;
  createdAt: number;
}
export interface HeldMessageStore {
  /** False when its key is held already. */
  insert(message: HeldMessageRecord): Promise<boolean>;
  byKey(streamId: string, key: string): Promise<HeldMessageRecord | null>;
  byId(id: string): Promise<HeldMessageRecord | null>;
  /** Oldest first. */
  list(streamId: string, page: PageRequest): Promise<Page<HeldMessageRecord>>;
  count(streamId: string): Promise<number>;
  /** True for the one caller that removed it. An approved one is removed after it has been written. */
  remove(id: string): Promise<boolean>;
  /** Removes those of one person, in every stream. */
  removeOf(actorId: string): Promise<void>;
}

export interface ReportRecord {
  _id: string;
  streamId: string;
  /** The reported message. */
  offset: number;
  /** As it was when it was reported; emptied with the message. */
  username: string;
  message: string;
  subjectId: string;
  reporterId: string;
  reason: string;
  state: 'open' | 'resolved' | 'dismissed';
  resolvedBy: string | null;
  createdAt: number;
}
export interface ReportStore {
  /** False when this reporter has reported this message already. */
  insert(report: ReportRecord): Promise<boolean>;
  byId(id: string): Promise<ReportRecord | null>;
  /** Oldest first when open, else newest first. */
  list(filter: PageRequest & { streamId?: string; state: ReportRecord['state'] }): Promise<Page<ReportRecord>>;
  countOpen(streamId: string): Promise<number>;
  /** Compare-and-set of an open one. */
  close(id: string, state: 'resolved' | 'dismissed', by: string): Promise<ReportRecord | null>;
  /** Empties the quoted name and text of this message's reports. */
  redact(streamId: string, offset: number): Promise<void>;
}

export interface QuestionRecord {
  _id: string;
  streamId: string;
  askerId: string;
  askerName: string;
  text: string;
  productId: string | null;
  upvotes: number;
  state: 'open' | 'answered' | 'removed';
  /** Empty when it was answered aloud. */
  answer: string | null;
  createdAt: number;
}
export interface QuestionStore {
  /** False when the id is there already (the id is derived from asker and command). */
  insert(question: QuestionRecord): Promise<boolean>;
  byId(id: string): Promise<QuestionRecord | null>;
  /** Open ones with the most votes first (the older of equals), answered ones newest first. */
  list(streamId: string, state: 'open' | 'answered', limit: number): Promise<QuestionRecord[]>;
  /** Set semantics, one vote a viewer, counted from the set; gives the question afterwards. */
  vote(id: string, viewerId: string, up: boolean): Promise<QuestionRecord | null>;
  /** Of these questions, the ones that the viewer has voted for. */
  votedBy(viewerId: string, ids: string[]): Promise<string[]>;
  /** Compare-and-set of an open one. */
  close(id: string, state: 'answered' | 'removed', answer: string | null): Promise<QuestionRecord | null>;
  /** Empties name and text of what one person asked, in every stream, and takes it off the lists (`removed`); gives what changed. */
  redactAsker(askerId: string): Promise<QuestionRecord[]>;
}

/** Who did what: appended, never changed. */
export interface AuditRecord {
  _id: string;
  at: number;
  actorId: string;
  actorName: string;
  /** `chat.delete`, `order.refund`, … */
  action: string;
  streamId: string | null;
  /** What it was done to, as people say it: a name, an order number. */
  target: string;
  details: Record<string, string | number | boolean | null>;
}
export interface AuditStore {
  append(record: AuditRecord): Promise<void>;
  /** Newest first. */
  list(filter: PageRequest & { action?: string; actorId?: string; streamId?: string }): Promise<Page<AuditRecord>>;
}
