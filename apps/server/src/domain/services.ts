import type {
  Account,
  AccountDeletion,
  AccountPatch,
  Analytics,
  AnnouncementInput,
  AuditEntry,
  AuditQuery,
  Ban,
  BanInput,
  BanQuery,
  ChatMessage,
  ChatPage,
  EntryAnswer,
  FigureFormula,
  GuestInput,
  HeldDecision,
  HeldMessage,
  HeldOutcome,
  Invitation,
  InvitationAcceptance,
  InvitationInput,
  Livestream,
  LivestreamDetail,
  LivestreamInput,
  LivestreamPatch,
  LivestreamQuery,
  NewInvitation,
  NewWebhookEndpoint,
  Order,
  OrderExportQuery,
  OrderInput,
  OrderPatch,
  OrderQuery,
  PasswordChange,
  PasswordReset,
  PasswordResetRequest,
  PaymentProvider,
  Person,
  PersonPatch,
  PersonQuery,
  PinsAnswer,
  Product,
  ProductImport,
  ProductInput,
  ProductPatch,
  ProductQuery,
  PublicShop,
  PushOptions,
  PushSubscription,
  PushSubscriptionInput,
  Question,
  QuestionAnswerInput,
  QuestionInput,
  QuestionList,
  QuestionQuery,
  QuestionVote,
  RateName,
  RecommendationList,
  RecommendationQuery,
  ReminderAnswer,
  ReminderList,
  Report,
  ReportInput,
  ReportPatch,
  ReportQuery,
  SessionInfo,
  SetupInput,
  ShopSettings,
  ShopSettingsPatch,
  ShowFigures,
  ShowFiguresQuery,
  SignInInput,
  SignUpInput,
  SystemReport,
  TimelineEntry,
  TimelinePage,
  UploadedImage,
  VideoCredentials,
  VideoRole,
  WebhookDelivery,
  WebhookDeliveryQuery,
  WebhookEndpoint,
  WebhookInput,
  WebhookPatch,
} from '@vitrine/protocol';
import type { StoredBlob } from '../ports/blobs.ts';
import type { Page, PageRequest } from '../ports/storage.ts';
import type { VideoGrant, VideoSignalling } from '../ports/video.ts';
import type { Actor } from './actor.ts';

/**
 * What the edges (`http`, `realtime`) may ask of the domain. Each method checks the actor's right itself and rejects with a DomainError;
 * input has been parsed by its protocol schema before.
 */
export interface Services {
  readonly system: System;
  readonly accounts: Accounts;
  readonly profiles: Profiles;
  readonly people: People;
  readonly livestreams: Livestreams;
  readonly timelines: Timelines;
  readonly chat: Chat;
  readonly moderation: Moderation;
  readonly bans: Bans;
  readonly questions: Questions;
  readonly audit: Audit;
  readonly likes: Likes;
  readonly audience: Audience;
  readonly pins: Pins;
  readonly shop: Shop;
  readonly catalogue: Catalogue;
  readonly orders: Orders;
  readonly payments: Payments;
  readonly uploads: Uploads;
  readonly analytics: AnalyticsService;
  readonly recommendations: Recommendations;
  readonly video: Video;
  readonly limits: Limits;
  readonly webhooks: Webhooks;
  readonly reminders: Reminders;
  readonly push: PushSubscriptions;
  readonly status: ServerStatus;
}

/** Endpoints of other systems that are told of shows and orders. For admins. */
export interface Webhooks {
  /** `invalid` for an address that is never sent to. The secret is told once. */
  create(actor: Actor, input: WebhookInput): Promise<NewWebhookEndpoint>;
  list(actor: Actor): Promise<{ items: WebhookEndpoint[] }>;
  /** Paused: what happens meanwhile is not told later. */
  update(actor: Actor, id: string, patch: WebhookPatch): Promise<WebhookEndpoint>;
  rotateSecret(actor: Actor, id: string): Promise<NewWebhookEndpoint>;
  delete(actor: Actor, id: string): Promise<void>;
  /** Sends a `webhook.ping`, to a paused one too. */
  ping(actor: Actor, id: string): Promise<WebhookDelivery>;
  /** What it was sent, newest first. */
  deliveries(actor: Actor, id: string, query: WebhookDeliveryQuery): Promise<Page<WebhookDelivery>>;
  redeliver(actor: Actor, id: string, deliveryId: string): Promise<WebhookDelivery>;
}

/** Who wants to be told when a show starts. */
export interface Reminders {
  /** For guests and accounts (`name_required`). `ended`, `already_live` for a show that needs no reminder any more. */
  set(actor: Actor, streamId: string): Promise<ReminderAnswer>;
  unset(actor: Actor, streamId: string): Promise<ReminderAnswer>;
  get(actor: Actor, streamId: string): Promise<ReminderAnswer>;
  list(actor: Actor): Promise<ReminderList>;
  /** A show has started, here or on another node: these subjects asked to be told. Told on every node, in parts. */
  onDue(listener: (livestream: Livestream, subjectIds: ReadonlySet<string>) => void): () => void;
}

/** Browsers and phones that may be pushed to. */
export interface PushSubscriptions {
  options(): Promise<PushOptions>;
  /** `conflict` where this kind of push is off. The same browser or phone again is one subscription, of who told it last. */
  add(actor: Actor, input: PushSubscriptionInput): Promise<PushSubscription>;
  remove(actor: Actor, id: string): Promise<void>;
}

/** How the parts of this node are. */
export interface ServerStatus {
  /** Whether the store answers now. */
  storeAnswers(): Promise<boolean>;
  /** False while Redis is away: everything arrives, but later. */
  nodesHearEachOther(): boolean;
}

export interface Limits {
  /** Takes one point for this subject; rejects with `rate_limited` and `retryAfter`. `seconds` stands in for the rate's own time. */
  take(name: RateName, subject: string, seconds?: number): Promise<void>;
}

export interface SignedIn {
  account: Account;
  /** The opaque session token, told once. */
  token: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}
export interface Accounts {
  /** Whether the shop has no account yet. */
  needsSetup(): Promise<boolean>;
  /** A new one-time token for the first admin (30 min, hashed in the store, replaces the last one); null when the shop is set up. */
  issueSetupToken(): Promise<string | null>;
  setUp(input: SetupInput, userAgent?: string): Promise<SignedIn>;
  signIn(input: SignInInput, address: string, userAgent?: string): Promise<SignedIn>;
  /** A new customer. A guest or viewer who signs up keeps its id, with all that it liked and ordered; its old sessions end. */
  signUp(input: SignUpInput, actor: Actor | null, address: string, userAgent?: string): Promise<SignedIn>;
  /** A new member of the staff, by the link that an admin sent. */
  acceptInvitation(input: InvitationAcceptance, address: string, userAgent?: string): Promise<SignedIn>;
  /** A guest with a display name; keeps the viewer's id when its token is given and no account has it. */
  enterAsGuest(input: GuestInput, address: string, userAgent?: string): Promise<SignedIn>;
  signOut(actor: Actor): Promise<void>;
  signOutEverywhere(actor: Actor): Promise<void>;
  /** Where the actor is signed in, newest first. */
  sessions(actor: Actor): Promise<SessionInfo[]>;
  endSession(actor: Actor, id: string): Promise<void>;
  /** The actor of a session token; null when it is unknown or has expired. */
  bySessionToken(token: string): Promise<Actor | null>;
  account(actor: Actor): Promise<Account | null>;
  /** A fresh viewer with its signed token. */
  issueViewer(): { actor: Actor; token: string };
  /** The viewer of a signed token; null when the signature is wrong or it has expired. */
  byViewerToken(token: string): Actor | null;
  /** Hears of sessions that ended, so that their sockets are closed. */
  onSignedOut(listener: (sessionHash: string) => void): () => void;
}

/** What people do with their own account. */
export interface Profiles {
  change(actor: Actor, patch: AccountPatch): Promise<Account>;
  /** Ends every other session of the account. */
  changePassword(actor: Actor, input: PasswordChange): Promise<void>;
  /** Mails a link (30 min) to whoever has the account; answers alike when nobody does. */
  requestPasswordReset(input: PasswordResetRequest, address: string): Promise<void>;
  /** Ends every session of the account and opens a new one. */
  resetPassword(input: PasswordReset, address: string, userAgent?: string): Promise<SignedIn>;
  /** Forgets an account or a guest for good. `last_admin`; `conflict` while an order is on its way. */
  delete(actor: Actor, input: AccountDeletion): Promise<void>;
}

/** The shop's accounts, for its admins. */
export interface People {
  list(actor: Actor, query: PersonQuery): Promise<Page<Person>>;
  /** Ends the person's sessions: they sign in again with their new rights. `last_admin`. */
  change(actor: Actor, id: string, patch: PersonPatch): Promise<Person>;
  /** Mails a link, which is told this once. Another invitation of the same address takes the place of the first. */
  invite(actor: Actor, input: InvitationInput): Promise<NewInvitation>;
  invitations(actor: Actor): Promise<Invitation[]>;
  revokeInvitation(actor: Actor, id: string): Promise<void>;
}

export interface Livestreams {
  create(actor: Actor, input: LivestreamInput): Promise<Livestream>;
  /** `not_found` for a private show unless the actor may run it or is staff. */
  get(actor: Actor | null, id: string): Promise<LivestreamDetail>;
  list(actor: Actor | null, query: LivestreamQuery): Promise<Page<Livestream>>;
  /** Edits; `isActive` starts or stops. */
  update(actor: Actor, id: string, patch: LivestreamPatch): Promise<Livestream>;
  /** Compare-and-set: two starts, one entry; starting a live show again answers as the first. `ended` for an ended one. */
  start(actor: Actor, id: string): Promise<{ livestream: Livestream; offset: number }>;
  stop(actor: Actor, id: string): Promise<{ livestream: Livestream; offset: number }>;
  /** The current state for a newcomer: what `stream_update` carries. */
  state(id: string): Promise<LivestreamState>;
  /** Writes what documents still owe to their timelines; run at start and then periodically. */
  settleOwed(): Promise<void>;
}
export interface LivestreamState {
  status: Livestream['status'];
  visibility: Livestream['visibility'];
  createdBy: string;
  startTime: string | null;
  peakViewers: number;
  pinnedProducts: string[];
  /** The offset of the message on top of the chat. */
  pinnedMessage: number | null;
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
  /** Shows started and stopped, any stream: for the lobby. Gives the function that stops listening. */
  onLobby(listener: (event: LobbyEvent) => void): () => void;
}
export type LobbyEvent =
  | { type: 'stream_started'; livestream: Livestream; at: string }
  | { type: 'stream_stopped'; livestream: Livestream; at: string; duration: number };

/** Where a message stands, or that it waits for a moderator. */
export type Posted = { offset: number; held?: undefined } | { held: true; offset?: undefined };
export interface Chat {
  /**
   * Durable when it resolves. The same command id gives the same answer and writes nothing. `name_required`, `not_live`, `ended`, `banned`,
   * `chat_closed`, `rate_limited`, `duplicate`, `blocked`.
   */
  post(actor: Actor, streamId: string, message: string, commandId: string): Promise<Posted>;
  /** The newest messages at or before `upTo` (rising), for a newcomer. */
  history(streamId: string, limit: number, upTo?: number): Promise<ChatMessage[]>;
  /** One message; null when there is none at this offset, or it has been deleted. */
  message(streamId: string, offset: number): Promise<ChatMessage | null>;
  page(actor: Actor | null, streamId: string, before: number | undefined, limit: number): Promise<ChatPage>;
}

/** What moderators do: of every show, hosts of their own. */
export interface Moderation {
  /** Empties the message everywhere before its deletion is told. */
  deleteMessage(actor: Actor, streamId: string, offset: number): Promise<EntryAnswer>;
  /** null takes it down. */
  pinMessage(actor: Actor, streamId: string, offset: number | null): Promise<EntryAnswer>;
  announce(actor: Actor, streamId: string, input: AnnouncementInput): Promise<EntryAnswer>;
  held(actor: Actor, streamId: string, page: PageRequest): Promise<Page<HeldMessage>>;
  /** `ended` when the show is over before it was approved. Approved twice, or on two nodes at once, it stands there once. */
  decideHeld(actor: Actor, id: string, decision: HeldDecision): Promise<HeldOutcome>;
  /** By any viewer; the same one again changes nothing. */
  report(actor: Actor, streamId: string, offset: number, input: ReportInput): Promise<void>;
  reports(actor: Actor, query: ReportQuery): Promise<Page<Report>>;
  closeReport(actor: Actor, id: string, patch: ReportPatch): Promise<Report>;
  /** How much waits for a moderator in this show. */
  waiting(streamId: string): Promise<{ held: number; reports: number }>;
  /** Whether the actor may moderate this show. */
  mayModerate(actor: Actor, createdBy: string): boolean;
  /** Something has come to wait, or does no longer, on this node. */
  onWaiting(listener: (streamId: string) => void): () => void;
}
export interface Bans {
  /** In force when it resolves; every node hears of it. Staff can't be banned. */
  ban(actor: Actor, input: BanInput): Promise<Ban>;
  lift(actor: Actor, id: string): Promise<void>;
  list(actor: Actor, query: BanQuery): Promise<Page<Ban>>;
  /** What keeps this subject from writing in this show (a ban before a timeout), as this node knows; null: nothing. Without `streamId`: in the whole shop. */
  of(subjectId: string, streamId: string | null): ActiveBan | null;
  /** @throws DomainError `banned`. With `onlyBans` timeouts are let through: who has one may watch and like. */
  assertMay(actor: Actor, streamId: string | null, onlyBans?: 'only bans'): void;
  /** Hears of every ban and its end, on every node. */
  onChange(listener: (ban: ActiveBan, isLifted: boolean) => void): () => void;
}
export interface ActiveBan {
  id: string;
  streamId: string | null;
  subjectId: string;
  reason: string;
  /** null: until it is lifted. */
  until: number | null;
}
export interface Questions {
  /** `conflict` where the show takes none, `blocked` for a blocked word, `duplicate`. The same id asks once. */
  ask(actor: Actor, streamId: string, input: QuestionInput): Promise<Question>;
  list(actor: Actor | null, streamId: string, query: QuestionQuery): Promise<QuestionList>;
  vote(actor: Actor, streamId: string, id: string, vote: QuestionVote): Promise<Question>;
  answer(actor: Actor, streamId: string, id: string, input: QuestionAnswerInput): Promise<Question>;
  remove(actor: Actor, streamId: string, id: string): Promise<void>;
  /** The votes of the questions at the top, as they are in the store. */
  votes(streamId: string): Promise<{ questionId: string; upvotes: number }[]>;
  /** A vote was given or taken on this node. */
  onVote(listener: (streamId: string, questionId: string, upvotes: number) => void): () => void;
}
export interface Audit {
  /** For admins, newest first. */
  list(actor: Actor, query: AuditQuery): Promise<Page<AuditEntry>>;
}

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

export interface Pins {
  /** Replaces the pins. `commandId` makes a repeated command write once. */
  set(actor: Actor, streamId: string, productIds: string[], commandId?: string): Promise<PinsAnswer>;
  /** What the show presents to whoever may see it: its line-up in order, then what is pinned beside it. */
  presented(actor: Actor | null, streamId: string): Promise<Product[]>;
  /** The products pinned now, in order. */
  current(streamId: string): Promise<Product[]>;
}

export interface Shop {
  /** As this node last read them. */
  readonly settings: ShopSettings;
  /** What everyone may know. */
  readonly public: PublicShop;
  /** For admins. */
  read(actor: Actor): Promise<ShopSettings>;
  /** For admins. Every node hears of it. */
  change(actor: Actor, patch: ShopSettingsPatch): Promise<ShopSettings>;
}

export interface Catalogue {
  create(actor: Actor, input: ProductInput): Promise<Product>;
  get(actor: Actor | null, id: string): Promise<Product>;
  list(actor: Actor | null, query: ProductQuery): Promise<Page<Product>>;
  /** Tells every show that has the product pinned. */
  update(actor: Actor, id: string, patch: ProductPatch): Promise<Product>;
  /** The whole catalogue, a line a variant, as `importCsv` takes it. */
  exportCsv(actor: Actor): AsyncIterable<string>;
  /** All of the file or nothing; `invalid` names the lines that are wrong. The same file again makes nothing twice. */
  importCsv(actor: Actor, text: string): Promise<ProductImport>;
}

export interface Orders {
  /** The same key gives the same answer; the same key with another body is `key_reused`. */
  place(actor: Actor, input: OrderInput, idempotencyKey: string): Promise<{ order: Order; repeated: boolean }>;
  get(actor: Actor, id: string): Promise<Order>;
  list(actor: Actor, query: OrderQuery): Promise<Page<Order>>;
  /** Those that the filter finds, a line for each of their lines. */
  exportCsv(actor: Actor, query: OrderExportQuery): Promise<AsyncIterable<string>>;
  /** Opens the buyer's payment where that did not work when it was placed: `payment.url` says where. */
  openPayment(actor: Actor, id: string): Promise<Order>;
  /** One step on; `conflict` when the order is in a state that does not lead there. */
  change(actor: Actor, id: string, patch: OrderPatch): Promise<Order>;
}

export interface Payments {
  /** Takes a message that the provider has signed; resolves when all that follows from it is durable. The same one again does nothing. */
  receive(provider: PaymentProvider, body: Buffer, signature: string): Promise<void>;
}

export interface Uploads {
  /** @throws DomainError `forbidden`. */
  assertMayUpload(actor: Actor): void;
  /** A picture of at most `LIMITS.uploadBytes`, made anew. */
  take(actor: Actor, bytes: Buffer): Promise<UploadedImage>;
  /** A picture by its name; its body is a WebP file. */
  open(name: string): Promise<StoredBlob>;
}

export interface System {
  report(actor: Actor): Promise<SystemReport>;
}

export interface AnalyticsService {
  of(actor: Actor, streamId: string): Promise<Analytics>;
  /** The same as tables. */
  exportCsv(actor: Actor, streamId: string): Promise<AsyncIterable<string>>;
  /** Hears the figures when they have changed, at most every two seconds. `forbidden` unless the actor may run the show. */
  follow(actor: Actor, streamId: string, listener: (analytics: Analytics) => void): Promise<() => void>;
  /** Ended shows to compare, newest first: a host's own, all for admins. */
  list(actor: Actor, query: ShowFiguresQuery): Promise<Page<ShowFigures>>;
  /** How each figure is made, in words. */
  formulas(): readonly FigureFormula[];
}

export interface Recommendations {
  /** Shows for this person, the best first. Never private or unlisted ones; the same for everyone of whom nothing is known. */
  list(actor: Actor | null, query: RecommendationQuery): Promise<RecommendationList>;
}

export interface Video {
  /** Hosts who may run the show get a publishing role; viewers only while it is on air, staff before it too (the preview). */
  credentials(actor: Actor, streamId: string, role: VideoRole): Promise<VideoCredentials>;
  /** The WHIP and WHEP signalling, where the media goes through us. Rejects like `credentials` when the show is no longer on air. */
  readonly signalling: VideoSignalling | null;
  /** Whether this grant may open a session now (a viewer's on a show that is on air, a publisher's on one that has not ended). */
  assertOpen(grant: VideoGrant): Promise<void>;
}
