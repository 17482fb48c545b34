import { z } from 'zod';
import { ChatMessage } from '../entities/livestream.ts';
import { Product } from '../entities/product.ts';
import { LIMITS } from '../limits.ts';
import { Id, line, Offset } from '../primitives.ts';

/** Seconds from the beginning of a replay. Times in which nothing was recorded are left out of it. */
const Position = z.number().min(0);

/** A stretch of the recording, to be played after the one before. */
export const ReplayPart = z.object({
  /** A path on this server; answers Range. */
  url: z.string(),
  contentType: z.string(),
  /** Where it begins in the replay. */
  position: Position,
  /** Seconds. */
  duration: z.number().min(0),
  width: z.int().min(0),
  height: z.int().min(0),
});
export type ReplayPart = z.infer<typeof ReplayPart>;

/** A stretch in which a guest was on stage, beside the host's stretch of the same position. */
export const ReplayGuest = ReplayPart.extend({
  /** The guest's seat: somebody who came twice has it twice. */
  seat: Id,
  name: z.string(),
  /** Seconds in the file at which it begins: what was sent while the host was away is left out. */
  from: z.number().min(0),
});
export type ReplayGuest = z.infer<typeof ReplayGuest>;

/** A place to jump to: by itself each piece that came on screen, or what the shop has written down. */
export const Chapter = z.strictObject({
  at: Position.max(LIMITS.replaySeconds),
  title: line(LIMITS.titleLength),
  /** The piece that it is about. */
  productId: Id.nullable().default(null),
});
export type Chapter = z.output<typeof Chapter>;
/** null goes back to one chapter for each piece that came on screen. */
export const ChaptersInput = z.strictObject({ chapters: z.array(Chapter).max(LIMITS.chapters).nullable() });
export type ChaptersInput = z.output<typeof ChaptersInput>;

/** What was on screen from a position on, in order; the first was the one that was shown. */
export const ReplayPins = z.object({ at: Position, productIds: z.array(Id) });
export type ReplayPins = z.infer<typeof ReplayPins>;

export const Replay = z.object({
  livestreamId: Id,
  /** The host's, in order. */
  parts: z.array(ReplayPart).min(1),
  /** Who was on stage beside the host, in the order in which they came. */
  guests: z.array(ReplayGuest),
  /** Seconds. */
  duration: z.number().min(0),
  chapters: z.array(Chapter),
  /** Whether the shop wrote the chapters itself. */
  chaptersEdited: z.boolean(),
  pins: z.array(ReplayPins),
  /** Every piece of the show as it is sold today, in the order in which they came on screen, then the rest of the line-up. */
  products: z.array(Product),
});
export type Replay = z.infer<typeof Replay>;

const moment = { at: Position, offset: Offset };
/** What was said and done at a moment of the show. */
export const ReplayMoment = z.discriminatedUnion('type', [
  z.object({ ...moment, type: z.literal('chat_message'), message: ChatMessage }),
  z.object({ ...moment, type: z.literal('announcement'), message: z.string() }),
  z.object({ ...moment, type: z.literal('question_asked'), questionId: Id, username: z.string(), text: z.string() }),
  z.object({
    ...moment,
    type: z.literal('order_placed'),
    lines: z.array(z.object({ productId: Id, title: z.string(), quantity: z.int().min(1) })),
  }),
]);
export type ReplayMoment = z.infer<typeof ReplayMoment>;

/** From a position on (with some of what was before it), or after an offset. */
export const ReplayMomentQuery = z
  .strictObject({
    at: z.coerce.number().min(0).max(LIMITS.replaySeconds).optional(),
    after: z.coerce.number().int().min(0).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  })
  .refine(({ at, after }) => at === undefined || after === undefined, { path: ['at'], message: 'excludes `after`' });
export type ReplayMomentQuery = z.output<typeof ReplayMomentQuery>;
/** Rising. `nextAfter` is absent at the end. */
export const ReplayMomentPage = z.object({ items: z.array(ReplayMoment), nextAfter: Offset.optional() });
export type ReplayMomentPage = z.infer<typeof ReplayMomentPage>;
