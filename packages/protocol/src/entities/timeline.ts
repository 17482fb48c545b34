import { z } from 'zod';
import { Id, Offset, Timestamp } from '../primitives.ts';
import { StaffRole } from './account.ts';
import { LineupItem, LivestreamSettings } from './livestream.ts';
import { Product } from './product.ts';
import { Guest } from './video.ts';

/** What each type of entry carries. */
export const TimelineData = {
  stream_started: z.object({ run: z.int().min(1) }),
  stream_interrupted: z.object({ run: z.int().min(1) }),
  stream_resumed: z.object({ run: z.int().min(1) }),
  stream_stopped: z.object({ run: z.int().min(1), duration: z.int().min(0) }),
  /** Text and name are emptied in place when the message or its account is deleted; offset, type and key stay. */
  chat_message: z.object({ username: z.string(), message: z.string(), isAdmin: z.boolean(), role: StaffRole.optional() }),
  message_deleted: z.object({ offset: Offset }),
  announcement: z.object({ message: z.string() }),
  /** null takes it down. */
  message_pinned: z.object({ offset: Offset.nullable() }),
  settings_changed: z.object({ settings: LivestreamSettings }),
  lineup_changed: z.object({ lineup: z.array(LineupItem) }),
  question_asked: z.object({ questionId: Id, username: z.string(), text: z.string(), productId: Id.nullable() }),
  /** `answer` is null when it was answered aloud. */
  question_answered: z.object({ questionId: Id, answer: z.string().nullable() }),
  question_removed: z.object({ questionId: Id }),
  /** All who are on stage beside the host, in order. */
  stage_changed: z.object({ guests: z.array(Guest) }),
  pins_changed: z.object({ productIds: z.array(Id) }),
  product_changed: z.object({ product: Product }),
  /** Anonymous: who bought is not said. */
  order_placed: z.object({ lines: z.array(z.object({ productId: Id, title: z.string(), quantity: z.int().min(1) })) }),
  // What belongs to no show: on the timeline of the shop (`SHOP_TIMELINE`), which is never sent out.
  session_ended: z.object({ sessionHashes: z.array(z.string()) }),
  /** `streamId` null: in the whole shop. `until` null: until it is lifted. */
  subject_banned: z.object({ banId: Id, streamId: Id.nullable(), subjectId: Id, until: Timestamp.nullable() }),
  ban_lifted: z.object({ banId: Id, streamId: Id.nullable(), subjectId: Id }),
  account_changed: z.object({ userId: Id }),
  show_changed: z.object({ livestreamId: Id, change: z.enum(['edited', 'started', 'stopped', 'interrupted', 'resumed', 'deleted']) }),
  shop_changed: z.object({}),
} as const;
/** The stream id of the shop's own timeline. */
export const SHOP_TIMELINE = 'shop';
export type TimelineType = keyof typeof TimelineData;

const entryOf = <T extends TimelineType>(type: T) =>
  z.object({
    streamId: z.string(),
    offset: Offset.min(1),
    /** Unique in its stream: `actor:commandId` for a command, the fact's own name otherwise (`started:2`, `order:<id>`). */
    key: z.string(),
    type: z.literal(type),
    at: Timestamp,
    actorId: z.string().optional(),
    data: TimelineData[type],
  });
/** One entry of a livestream's append-only log; offsets rise by one within a stream. */
export const TimelineEntry = z.discriminatedUnion('type', [
  entryOf('stream_started'),
  entryOf('stream_interrupted'),
  entryOf('stream_resumed'),
  entryOf('stream_stopped'),
  entryOf('chat_message'),
  entryOf('message_deleted'),
  entryOf('announcement'),
  entryOf('message_pinned'),
  entryOf('settings_changed'),
  entryOf('lineup_changed'),
  entryOf('question_asked'),
  entryOf('question_answered'),
  entryOf('question_removed'),
  entryOf('stage_changed'),
  entryOf('session_ended'),
  entryOf('subject_banned'),
  entryOf('ban_lifted'),
  entryOf('account_changed'),
  entryOf('show_changed'),
  entryOf('shop_changed'),
  entryOf('pins_changed'),
  entryOf('product_changed'),
  entryOf('order_placed'),
]);
export type TimelineEntry = z.infer<typeof TimelineEntry>;
export type TimelineEntryOf<T extends TimelineType> = Extract<TimelineEntry, { type: T }>;
