import type { OneTimeTokenStore, SessionStore, SettingStore, UserStore } from './storage/accounts.ts';
import type { LikeStore, ProductMarkStore, PushSubscriptionStore, ReminderStore, SampleStore, ViewerStore } from './storage/audience.ts';
import type { CaptionStore } from './storage/captions.ts';
import type { DeletedShowStore } from './storage/deleted-shows.ts';
import type { LivestreamStore } from './storage/livestreams.ts';
import type { AuditStore, BanStore, HeldMessageStore, QuestionStore, ReportStore } from './storage/moderation.ts';
import type { JobStore, LeaseStore, WebhookEndpointStore } from './storage/operations.ts';
import type { OrderStore } from './storage/orders.ts';
import type { ProductStore } from './storage/products.ts';
import type { TallyStore, TimelineStore } from './storage/timeline.ts';

export type * from './storage/accounts.ts';
export type * from './storage/audience.ts';
export type * from './storage/captions.ts';
export type * from './storage/deleted-shows.ts';
export type * from './storage/livestreams.ts';
export type * from './storage/moderation.ts';
export type * from './storage/operations.ts';
export type * from './storage/orders.ts';
export type * from './storage/paging.ts';
export type * from './storage/products.ts';
export type * from './storage/timeline.ts';

/**
 * Storage, in the domain's words. Instants are milliseconds since 1970, ids are ObjectId strings, money is minor units.
 * Every write that has resolved is durable: it survives kill -9 and a power cut. Each call is atomic by itself (or its half-done steps
 * are finished or undone by `recover`); there are no transactions across calls. A store that can't be reached rejects with DomainError
 * `storage_unavailable`, having written nothing or (a write of unknown outcome) something that the caller looks up by its key before
 * trying again. An `insert` of an id that is there already rejects with `conflict`. A cursor goes on behind the last item given,
 * whatever has been inserted since; one that is not the store's rejects with `invalid`. In changes, an undefined field stays as it is.
 */
export interface Storage {
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly oneTimeTokens: OneTimeTokenStore;
  readonly settings: SettingStore;
  readonly livestreams: LivestreamStore;
  readonly captions: CaptionStore;
  readonly deletedShows: DeletedShowStore;
  readonly timeline: TimelineStore;
  readonly tallies: TallyStore;
  readonly likes: LikeStore;
  readonly viewers: ViewerStore;
  readonly productMarks: ProductMarkStore;
  readonly samples: SampleStore;
  readonly reminders: ReminderStore;
  readonly pushSubscriptions: PushSubscriptionStore;
  readonly products: ProductStore;
  readonly orders: OrderStore;
  readonly bans: BanStore;
  readonly heldMessages: HeldMessageStore;
  readonly reports: ReportStore;
  readonly questions: QuestionStore;
  readonly audit: AuditStore;
  readonly leases: LeaseStore;
  readonly jobs: JobStore;
  readonly webhookEndpoints: WebhookEndpointStore;
  /** Whether it answers now, for readiness. */
  isReachable(): Promise<boolean>;
  /** Releases the store after every accepted write has been committed. */
  [Symbol.asyncDispose](): Promise<void>;
}
