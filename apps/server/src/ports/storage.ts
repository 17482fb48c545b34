import type {
  LivestreamSettings,
  LivestreamStatus,
  Order,
  OrderState,
  Quality,
  Role,
  TimelineEntry,
  TimelineType,
  Variant,
  Visibility,
} from '@vitrine/protocol';

/**
 * Storage, in the domain's words. Instants are milliseconds since 1970, ids are ObjectId strings, money is minor units.
 * Every write that has resolved is durable: it survives kill -9 and a power cut. Each call is atomic by itself; there are no
 * transactions across calls. A store that can't be reached rejects with DomainError `storage_unavailable`, having written nothing
 * or (a write of unknown outcome) something that the caller looks up by its key before trying again. An `insert` of an id that is there
 * already rejects with `conflict`. A cursor goes on behind the last item given, whatever has been inserted since; one that is not the
 * store's rejects with `invalid`. In changes, an undefined field stays as it is.
 */
export interface Storage {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly settings: SettingStore;
  readonly livestreams: LivestreamStore;
  readonly timeline: TimelineStore;
  readonly likes: LikeStore;
  readonly viewers: ViewerStore;
  readonly products: ProductStore;
  readonly orders: OrderStore;
  /** Releases the store after every accepted write has been committed. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface Page<T> {
  items: T[];
  nextCursor?: string;
}
export interface PageRequest {
  cursor?: string;
  limit: number;
}

export interface UserRecord {
  _id: string;
  email: string;
  name: string;
  role: Exclude<Role, 'guest' | 'viewer'>;
  passwordHash: string;
  createdAt: number;
}
export interface UserStore {
  /** Rejects with `email_taken` when another account has the address. */
  insert(user: UserRecord): Promise<void>;
  /** Inserts only if there is no account at all: two first admins at once, one wins. */
  insertFirst(user: UserRecord): Promise<boolean>;
  byId(id: string): Promise<UserRecord | null>;
  byEmail(email: string): Promise<UserRecord | null>;
  count(): Promise<number>;
}

export interface SessionRecord {
  /** SHA-256 of the token, hex: the token itself is nowhere in the store. */
  tokenHash: string;
  /** Account or guest id. */
  subjectId: string;
  kind: 'user' | 'guest';
  /** The guest's display name; an account's name is read from the account. */
  guestName: string | null;
  createdAt: number;
  expiresAt: number;
}
export interface SessionStore {
  insert(session: SessionRecord): Promise<void>;
  byTokenHash(tokenHash: string): Promise<SessionRecord | null>;
  delete(tokenHash: string): Promise<void>;
  deleteExpired(now: number): Promise<number>;
}

/** Small facts of the shop: the secret that signs tokens, the hash of the first admin's one-time link. */
export interface SettingStore {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  /** Writes only where nothing was, and gives what is there now: two nodes starting at once agree. */
  setIfAbsent(name: string, value: string): Promise<string>;
  /** Removes the setting if it still has this value; true if it did. One-time links are used up by this. */
  take(name: string, value: string): Promise<boolean>;
}

/** A timeline entry that a document owes: written by whoever finds it owed, then cleared. */
export interface OwedEntry {
  streamId: string;
  key: string;
  type: TimelineType;
  actorId?: string;
  data: TimelineEntry['data'];
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
  quality: Quality;
  visibility: Visibility;
  tags: string[];
  settings: LivestreamSettings;
  pinnedProducts: string[];
  peakViewers: number;
  /** In order; the first is written first. */
  owed: OwedEntry[];
  createdAt: number;
  updatedAt: number;
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
    | 'quality'
    | 'visibility'
    | 'tags'
    | 'settings'
    | 'pinnedProducts'
    | 'updatedAt'
  >
>;
export interface LivestreamFilter extends PageRequest {
  statuses: LivestreamStatus[];
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
  /** Scheduled ones soonest first (those without a time last), others newest first. */
  list(filter: LivestreamFilter): Promise<Page<LivestreamRecord>>;
  /**
   * Compare-and-set: changes and appends to `owed` only while the status is one of `from`.
   * Gives the document afterwards, or null when there is none or its status is another.
   */
  change(id: string, from: LivestreamStatus[], changes: LivestreamChanges, owes?: OwedEntry): Promise<LivestreamRecord | null>;
  /** Removes an owed entry that has been written. */
  settle(id: string, key: string): Promise<void>;
  /** Keeps the greater of the stored and the given. */
  raisePeak(id: string, peakViewers: number): Promise<void>;
  /** Documents that owe an entry. */
  owing(limit: number): Promise<LivestreamRecord[]>;
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
export interface TimelineStore {
  /** One ordered insert of entries of one stream, ending at the first that is refused. */
  insert(entries: TimelineEntry[]): Promise<InsertResult>;
  byKey(streamId: string, key: string): Promise<TimelineEntry | null>;
  tail(streamId: string): Promise<TimelineTail>;
  /** Entries with offset > after, rising, at most `limit`. */
  after(streamId: string, after: number, limit: number): Promise<TimelineEntry[]>;
  /** Chat messages with offset < before (all when null), the newest `limit` of them, rising. Emptied ones are left out. */
  chatBefore(streamId: string, before: number | null, limit: number): Promise<TimelineEntry[]>;
  /** Empties name and text of one chat message in place; offset, type and key stay. */
  redact(streamId: string, offset: number): Promise<boolean>;
  /** Entries of each type, and chat messages and orders per minute since 1970. */
  countByMinute(streamId: string): Promise<{ minute: number; type: TimelineType; count: number }[]>;
}

export interface LikeStore {
  /** Sets that state; false when it was so already. */
  set(streamId: string, viewerId: string, liked: boolean, at: number): Promise<boolean>;
  has(streamId: string, viewerId: string): Promise<boolean>;
  count(streamId: string): Promise<number>;
  /** The last who liked, newest first. */
  recent(streamId: string, limit: number): Promise<string[]>;
}

export type Engagement = 'liked' | 'chatted' | 'clicked' | 'bought';
export interface ViewerTotals {
  unique: number;
  /** Unique viewers with any engagement. */
  engaged: number;
  buyers: number;
}
export interface ViewerStore {
  /** Makes the viewer's row or moves its last-seen. */
  seen(streamId: string, viewerId: string, at: number): Promise<void>;
  /** Makes the row if needed; an engagement once set stays. */
  engaged(streamId: string, viewerId: string, engagement: Engagement, at: number): Promise<void>;
  totals(streamId: string): Promise<ViewerTotals>;
}

export interface ProductRecord {
  _id: string;
  title: string;
  description: string;
  images: string[];
  tags: string[];
  currency: string;
  variants: Variant[];
  archived: boolean;
  createdAt: number;
  updatedAt: number;
}
export interface ProductChanges {
  title?: string;
  description?: string;
  images?: string[];
  tags?: string[];
  archived?: boolean;
  /** Replaces the set; stock of a variant that stays is set to what is given. */
  variants?: Variant[];
  updatedAt: number;
}
export interface ProductStore {
  insert(product: ProductRecord): Promise<void>;
  byId(id: string): Promise<ProductRecord | null>;
  /** In the order of `ids`; unknown ones are left out. */
  byIds(ids: string[]): Promise<ProductRecord[]>;
  /** Newest first. */
  list(filter: PageRequest & { search?: string; includeArchived: boolean }): Promise<Page<ProductRecord>>;
  change(id: string, changes: ProductChanges): Promise<ProductRecord | null>;
}

export interface OrderRecord extends Omit<Order, 'createdAt' | 'updatedAt'> {
  createdAt: number;
  updatedAt: number;
  /** SHA-256 of the request, to tell a repeat from another request under the same key. */
  requestHash: string;
  owed: OwedEntry[];
}
export type PlaceResult =
  | { outcome: 'placed'; order: OrderRecord; products: ProductRecord[] }
  /** The id is there already: this is the order it made. */
  | { outcome: 'repeated'; order: OrderRecord }
  | { outcome: 'sold_out'; productId: string; variantId: string; left: number }
  | { outcome: 'price_changed'; productId: string; variantId: string; price: number }
  | { outcome: 'unknown_product'; productId: string };
export interface OrderStore {
  /**
   * Takes the stock of every line and stores the order, or does nothing: the products must not be archived, the prices must be those of
   * the lines. The order arrives as `placing` and is stored as `pending`, its human number given by the store.
   */
  place(order: Omit<OrderRecord, 'number'>): Promise<PlaceResult>;
  byId(id: string): Promise<OrderRecord | null>;
  /** Newest first; without `buyerId`, of the whole shop. */
  list(filter: PageRequest & { buyerId?: string }): Promise<Page<OrderRecord>>;
  settle(id: string, key: string): Promise<void>;
  owing(limit: number): Promise<OrderRecord[]>;
  /** Of one show, states that count as sold (pending, paid, fulfilled): per product. */
  salesByProduct(streamId: string): Promise<{ productId: string; title: string; orders: number; units: number; revenue: number }[]>;
  /** Of one show: orders that count as sold, and their sum. */
  totals(streamId: string): Promise<{ count: number; revenue: number }>;
  /** Compare-and-set of the state. */
  changeState(id: string, from: OrderState[], to: OrderState, at: number): Promise<OrderRecord | null>;
}
