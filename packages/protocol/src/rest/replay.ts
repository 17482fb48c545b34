import { z } from 'zod';
import { ChatMessage } from '../entities/livestream.ts';
import { Product } from '../entities/product.ts';
import { LIMITS } from '../limits.ts';
import { Id, line, Offset, Timestamp } from '../primitives.ts';

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

/** BCP 47, in its usual spelling whatever it came in: `de`, `pt-BR`. */
export const LanguageTag = z
  .string()
  .max(LIMITS.languageLength)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'must be a language such as de or pt-BR')
  .transform((tag, check) => {
    try {
      return Intl.getCanonicalLocales(tag)[0] ?? tag;
    } catch {
      check.addIssue('must be a language such as de or pt-BR');
      return z.NEVER;
    }
  });
/** What was said, in writing, in one language. */
export const CaptionTrack = z.object({
  /** BCP 47. */
  language: z.string(),
  /** How many cues it has. */
  cues: z.int().min(1),
  /** The WebVTT file: a path on this server. */
  url: z.string(),
  updatedAt: Timestamp,
});
export type CaptionTrack = z.infer<typeof CaptionTrack>;
/** Plain text, with line breaks, to be read in a stretch of the replay: milliseconds from its beginning. */
export const CaptionCue = z.object({ from: z.int().min(0), to: z.int().min(1), text: z.string() });
export type CaptionCue = z.infer<typeof CaptionCue>;
/** In the order in which they begin; some may be shown at once. */
export const Captions = z.object({ language: z.string(), cues: z.array(CaptionCue) });
export type Captions = z.infer<typeof Captions>;

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
  /** In the order of their languages; none where the shop put none there. */
  captions: z.array(CaptionTrack),
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
