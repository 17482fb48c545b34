import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../codes.ts';
import { Role } from '../entities/account.ts';
import { Analytics } from '../entities/analytics.ts';
import { ChatMessage, LineupItem, ListedShow, Livestream, LivestreamSettings, LivestreamStatus } from '../entities/livestream.ts';
import { Product } from '../entities/product.ts';
import { Guest, VideoHealth } from '../entities/video.ts';
import { CommandId, Id, Offset, Timestamp } from '../primitives.ts';

/** What comes from the timeline carries its offset, so that a client can resume and drop what it has already seen. */
const entry = { streamId: Id, offset: Offset };

/** What the server sends, by type: `{ type, data }`. */
export const ServerEventData = {
  registered: z.object({
    /** null in the lobby. */
    streamId: Id.nullable(),
    viewerId: z.string(),
    username: z.string().nullable(),
    role: Role,
    /** A signed viewer token, issued to who came without a session. Send it in the next `register`. */
    token: z.string().optional(),
    serverTime: Timestamp,
  }),
  /** `held`: the message waits for a moderator. */
  ack: z.object({
    id: CommandId,
    held: z.boolean().optional(),
    offset: Offset.optional(),
    liked: z.boolean().optional(),
    likes: z.int().optional(),
  }),
  error: z.object({
    id: CommandId.optional(),
    code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    /** Seconds. */
    retryAfter: z.number().optional(),
  }),
  pong: z.object({ serverTime: Timestamp }),
  /** Latest value wins. `liked` is told to its own viewer only, after `register`. */
  stream_update: z.object({
    streamId: Id,
    status: LivestreamStatus,
    viewerCount: z.int().min(0),
    peakViewers: z.int().min(0),
    likes: z.int().min(0),
    liked: z.boolean().optional(),
    startTime: Timestamp.nullable(),
  }),
  /** Fresh or not recovered: the last messages, everything after `offset` follows live. Recovered: no messages here, what was missed after the client's own offset follows as ordinary events. */
  chat_history: z.object({ streamId: Id, epoch: z.string(), offset: Offset, recovered: z.boolean(), messages: z.array(ChatMessage) }),
  chat_message: ChatMessage.extend({ streamId: Id }),
  message_deleted: z.object({ ...entry, deletedOffset: Offset }),
  announcement: z.object({ ...entry, message: z.string(), timestamp: Timestamp }),
  /** The message that stays on top of the chat; null: none. */
  message_pinned: z.object({ ...entry, message: ChatMessage.nullable() }),
  settings_updated: z.object({ ...entry, settings: LivestreamSettings }),
  /** What the show presents, in order. Told when it changes: what it was before is read with the show. */
  lineup_updated: z.object({ ...entry, lineup: z.array(LineupItem) }),
  question_asked: z.object({
    ...entry,
    questionId: Id,
    username: z.string(),
    text: z.string(),
    productId: Id.nullable(),
    timestamp: Timestamp,
  }),
  question_answered: z.object({ ...entry, questionId: Id, answer: z.string().nullable() }),
  question_removed: z.object({ ...entry, questionId: Id }),
  /** Latest value wins. */
  question_updated: z.object({ streamId: Id, questionId: Id, upvotes: z.int().min(0) }),
  /** To its own sockets only: this viewer may not write here until then (null: until it is lifted). Lifted: `until` in the past. */
  chat_restricted: z.object({ streamId: Id.nullable(), until: Timestamp.nullable(), reason: z.string() }),
  /**
   * To the staff in the room: what waits for a moderator, and how many are silenced in this show or put out of it. Told whenever one of
   * them changes, also into another of the same number. Latest value wins.
   */
  moderation_update: z.object({ streamId: Id, held: z.int().min(0), reports: z.int().min(0), restricted: z.int().min(0) }),
  /** To who runs the show and registered with `register_admin`. Latest value wins. */
  analytics_update: z.object({ streamId: Id, analytics: Analytics }),
  /** Who is on stage beside the host. The whole set in order; after `register` too. */
  stage_changed: z.object({ ...entry, guests: z.array(Guest) }),
  /** To the sockets of this user only: asked to the stage, silenced, put off. null: no longer asked, nor on it. */
  stage_invitation: z.object({ streamId: Id, guest: Guest.nullable(), from: z.string() }),
  /** To who runs the show and registered with `register_admin`. Latest value wins. */
  video_health: z.object({ streamId: Id, health: VideoHealth }),
  /** In the lobby, to who asked to be told: the show is on air. */
  reminder: z.object({ streamId: Id, livestream: Livestream }),
  /** The whole set in order; the first is on screen. An older offset than the last one shown is dropped. */
  pinned_products_updated: z.object({ ...entry, products: z.array(Product) }),
  product_updated: z.object({ ...entry, product: Product }),
  order_placed: z.object({
    ...entry,
    key: z.string(),
    timestamp: Timestamp,
    lines: z.array(z.object({ productId: Id, title: z.string(), quantity: z.int().min(1) })),
  }),
  /** In the lobby: public shows on air as they are now; all of them to who comes in, then those alone that have changed. Latest value wins. */
  lobby_update: z.object({ shows: z.array(ListedShow) }),
  /** In the lobby: a show was announced, or lists show it differently now. */
  show_listed: z.object({ streamId: Id, livestream: Livestream }),
  /** In the lobby: lists no longer show it. */
  show_unlisted: z.object({ streamId: Id }),
  /** In the lobby there is no offset. */
  stream_started: z.object({ streamId: Id, offset: Offset.optional(), at: Timestamp, livestream: Livestream }),
  stream_stopped: z.object({ streamId: Id, offset: Offset.optional(), at: Timestamp, duration: z.int().min(0) }),
  stream_interrupted: z.object({ ...entry, at: Timestamp }),
  stream_resumed: z.object({ ...entry, at: Timestamp }),
} as const;
export type ServerEventType = keyof typeof ServerEventData;

const frame = <T extends ServerEventType>(type: T) => z.object({ type: z.literal(type), data: ServerEventData[type] });
/** One frame from the server. */
export const ServerEvent = z.discriminatedUnion('type', [
  frame('registered'),
  frame('ack'),
  frame('error'),
  frame('pong'),
  frame('stream_update'),
  frame('chat_history'),
  frame('chat_message'),
  frame('message_deleted'),
  frame('announcement'),
  frame('message_pinned'),
  frame('settings_updated'),
  frame('lineup_updated'),
  frame('question_asked'),
  frame('question_answered'),
  frame('question_removed'),
  frame('question_updated'),
  frame('chat_restricted'),
  frame('moderation_update'),
  frame('analytics_update'),
  frame('stage_changed'),
  frame('stage_invitation'),
  frame('video_health'),
  frame('reminder'),
  frame('lobby_update'),
  frame('show_listed'),
  frame('show_unlisted'),
  frame('pinned_products_updated'),
  frame('product_updated'),
  frame('order_placed'),
  frame('stream_started'),
  frame('stream_stopped'),
  frame('stream_interrupted'),
  frame('stream_resumed'),
]);
export type ServerEvent = z.infer<typeof ServerEvent>;
export type ServerEventOf<T extends ServerEventType> = Extract<ServerEvent, { type: T }>;
export type ServerEventPayload<T extends ServerEventType> = ServerEventOf<T>['data'];
