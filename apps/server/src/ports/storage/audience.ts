export interface LikeStore {
  /** Sets that state; false when it was so already. */
  set(streamId: string, viewerId: string, liked: boolean, at: number): Promise<boolean>;
  has(streamId: string, viewerId: string): Promise<boolean>;
  count(streamId: string): Promise<number>;
  /** The last who liked, newest first. */
  recent(streamId: string, limit: number): Promise<string[]>;
  /** The streams that this viewer likes, newest first. */
  ofViewer(viewerId: string, limit: number): Promise<string[]>;
}

export type Engagement = 'liked' | 'chatted' | 'clicked' | 'bought';
export interface ViewerTotals {
  unique: number;
  /** Unique viewers with any engagement. */
  engaged: number;
  buyers: number;
  /** Seconds watched by all of them together. */
  watchedSeconds: number;
}
/** A viewer was there in this minute for so long. Told again for the same minute it adds seconds, not viewers. */
export interface Attendance {
  viewerId: string;
  /** Minutes since 1970. */
  minute: number;
  seconds: number;
}
export interface WatchedShow {
  streamId: string;
  firstSeen: number;
  lastSeen: number;
  liked: boolean;
  chatted: boolean;
  clicked: boolean;
  bought: boolean;
}
export interface ViewerStore {
  /** Makes the viewer's row or moves its last-seen. */
  seen(streamId: string, viewerId: string, at: number): Promise<void>;
  /** Makes the row if needed; an engagement once set stays. */
  engaged(streamId: string, viewerId: string, engagement: Engagement, at: number): Promise<void>;
  /** Marks the minutes as present and adds to the watched seconds; makes rows that are missing. */
  attended(streamId: string, attendances: Attendance[], at: number): Promise<void>;
  totals(streamId: string): Promise<ViewerTotals>;
  /** How many distinct viewers were there in each minute since 1970, rising. */
  presentByMinute(streamId: string): Promise<{ minute: number; viewers: number }[]>;
  /** How many distinct viewers were there in any of the minutes from..to. */
  presentBetween(streamId: string, from: number, to: number): Promise<number>;
  /** The shows that a viewer saw, last seen first. */
  ofViewer(viewerId: string, limit: number): Promise<WatchedShow[]>;
  /** Forgets a viewer everywhere but in the counts: its rows, likes and product marks go over to an id that names nobody. */
  anonymise(viewerId: string, standIn: string): Promise<void>;
}

export type ProductMark = 'seen' | 'clicked';
export interface ProductMarks {
  productId: string;
  /** Distinct viewers who saw it, and who clicked it. */
  seenBy: number;
  clickedBy: number;
  clicks: number;
}
/** Impressions and clicks: one per viewer, product and minute however often and from wherever they are told. */
export interface ProductMarkStore {
  /** Gives the products for which this minute's mark is new. */
  mark(streamId: string, viewerId: string, productIds: string[], mark: ProductMark, minute: number): Promise<string[]>;
  byProduct(streamId: string): Promise<ProductMarks[]>;
  /** Distinct viewers who saw any product, and who clicked any. */
  viewers(streamId: string): Promise<{ saw: number; clicked: number }>;
  /** Clicks on the product in the minutes from..to. */
  clicksBetween(streamId: string, productId: string, from: number, to: number): Promise<number>;
}

/** Figures that are only ever the latest value, as they were in each minute. */
export interface SampleRecord {
  streamId: string;
  /** Minutes since 1970. */
  minute: number;
  viewersPeak: number;
  /** Sum and number of samples: their quotient is the minute's average. */
  viewersSum: number;
  samples: number;
  /** The last of the minute. */
  likes: number;
}
export interface SampleStore {
  /** Folds one sample into its minute. */
  add(streamId: string, minute: number, sample: { viewers: number; likes: number }): Promise<void>;
  /** Rising. */
  of(streamId: string): Promise<SampleRecord[]>;
}

/** A person wants to be told when a show starts. */
export interface ReminderStore {
  /** False when it was there already. */
  add(streamId: string, subjectId: string, at: number): Promise<boolean>;
  remove(streamId: string, subjectId: string): Promise<boolean>;
  /** The streams that the subject waits for, newest reminder first. */
  ofSubject(subjectId: string, limit: number): Promise<string[]>;
  /** Subjects of one stream with an id greater than `after` (null: from the start), rising. */
  ofStream(streamId: string, after: string | null, limit: number): Promise<string[]>;
  count(streamId: string): Promise<number>;
}
/** A browser or a phone that may be pushed to. */
export interface PushSubscriptionRecord {
  /** SHA-256 of the endpoint or token. */
  _id: string;
  subjectId: string;
  kind: 'web' | 'expo';
  /** The web endpoint, or Expo's push token. */
  address: string;
  /** Keys of a web subscription (RFC 8291). */
  keys: { p256dh: string; auth: string } | null;
  createdAt: number;
}
export interface PushSubscriptionStore {
  /** Replaces one of the same id. */
  put(subscription: PushSubscriptionRecord): Promise<void>;
  delete(id: string): Promise<void>;
  ofSubject(subjectId: string): Promise<PushSubscriptionRecord[]>;
}
