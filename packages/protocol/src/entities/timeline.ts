import { z } from 'zod';
import { Id, Offset, Timestamp } from '../primitives.ts';
import { Product } from './product.ts';

/** What each type of entry carries. */
export const TimelineData = {
  stream_started: z.object({ run: z.int().min(1) }),
  stream_interrupted: z.object({ run: z.int().min(1) }),
  stream_resumed: z.object({ run: z.int().min(1) }),
  stream_stopped: z.object({ run: z.int().min(1), duration: z.int().min(0) }),
  /** Text and name are emptied in place when the message or its account is deleted; offset, type and key stay. */
  chat_message: z.object({ username: z.string(), message: z.string(), isAdmin: z.boolean() }),
  message_deleted: z.object({ offset: Offset }),
  announcement: z.object({ message: z.string() }),
  pins_changed: z.object({ productIds: z.array(Id) }),
  product_changed: z.object({ product: Product }),
  /** Anonymous: who bought is not said. */
  order_placed: z.object({ lines: z.array(z.object({ productId: Id, title: z.string(), quantity: z.int().min(1) })) }),
} as const;
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
  entryOf('pins_changed'),
  entryOf('product_changed'),
  entryOf('order_placed'),
]);
export type TimelineEntry = z.infer<typeof TimelineEntry>;
export type TimelineEntryOf<T extends TimelineType> = Extract<TimelineEntry, { type: T }>;
