import type { Page, PageRequest } from './paging.ts';

/** A right that one node holds at a time, renewed by raising `beat`, taken over by raising `term`. */
export interface LeaseRecord {
  _id: string;
  /** Empty when it has been given back. */
  holder: string;
  term: number;
  beat: number;
}
export interface LeaseStore {
  get(id: string): Promise<LeaseRecord | null>;
  /** Those whose id begins like this, by id: the nodes, the shows with video. At most `limit`. */
  startingWith(prefix: string, limit: number): Promise<LeaseRecord[]>;
  /** Compare-and-set on term and beat as they were `seen` (null: there was none). Gives the new lease, with term + 1, or null. */
  take(id: string, holder: string, seen: { term: number; beat: number } | null): Promise<LeaseRecord | null>;
  /** Raises the beat of a lease that is still this holder's in this term; false when it is not. */
  renew(id: string, holder: string, term: number): Promise<boolean>;
  /** Gives it back, so that the next need not wait: the holder becomes empty, the term stays. */
  release(id: string, holder: string, term: number): Promise<void>;
  /** Removes a lease that nobody will want again. Nothing happens when it is another's by now. */
  remove(id: string, holder: string, term: number): Promise<void>;
}

export type JobKind = 'mail' | 'webhook' | 'push';
/** Something to be delivered outside: tried until it is done or given up, over restarts and on any node. */
export interface JobRecord {
  _id: string;
  kind: JobKind;
  /** Unique: the same delivery is queued once. */
  key: string;
  /** JSON, as the kind reads it. */
  payload: string;
  /** Whom it is for: a webhook endpoint's id, a subject. */
  target: string;
  state: 'due' | 'done' | 'failed';
  attempts: number;
  /** When it may be tried (again). */
  dueAt: number;
  /** In plain words: what came of the last try. */
  lastResult: string | null;
  createdAt: number;
  updatedAt: number;
}
export interface JobStore {
  /** False when its key is there already. */
  add(job: JobRecord): Promise<boolean>;
  /** Takes jobs that are due for one try each: raises `attempts` and moves `dueAt` to `until`, so that a dead worker's are tried again. */
  claim(kinds: JobKind[], now: number, until: number, limit: number): Promise<JobRecord[]>;
  /** Writes what came of a try. A `payload` takes the place of the old one: what nobody needs any more is not kept. */
  finish(id: string, outcome: { state: JobRecord['state']; dueAt: number; result: string; at: number; payload?: string }): Promise<void>;
  byId(id: string): Promise<JobRecord | null>;
  /** Newest first. */
  list(filter: PageRequest & { kind: JobKind; target?: string }): Promise<Page<JobRecord>>;
  /** Done and failed ones last touched before. */
  deleteOld(before: number): Promise<number>;
}

export interface WebhookEndpointRecord {
  _id: string;
  url: string;
  /** Signs what is sent; shown once. */
  secret: string;
  events: string[];
  isActive: boolean;
  createdAt: number;
}
export interface WebhookEndpointStore {
  insert(endpoint: WebhookEndpointRecord): Promise<void>;
  byId(id: string): Promise<WebhookEndpointRecord | null>;
  /** Oldest first. */
  all(): Promise<WebhookEndpointRecord[]>;
  change(
    id: string,
    changes: Partial<Pick<WebhookEndpointRecord, 'url' | 'events' | 'isActive' | 'secret'>>,
  ): Promise<WebhookEndpointRecord | null>;
  delete(id: string): Promise<boolean>;
}
