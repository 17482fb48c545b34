import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { CommandId, Id, multiline, Timestamp } from '../primitives.ts';

/** What a viewer wants to know of the host, who answers in writing or aloud. */
export const Question = z.object({
  _id: Id,
  streamId: Id,
  askerId: z.string(),
  username: z.string(),
  text: z.string(),
  productId: Id.nullable(),
  upvotes: z.int().min(0),
  /** Whether who asks for the list has voted for it. */
  voted: z.boolean(),
  state: z.enum(['open', 'answered', 'removed']),
  /** null when it is open, or was answered aloud. */
  answer: z.string().nullable(),
  createdAt: Timestamp,
});
export type Question = z.infer<typeof Question>;
export const QuestionQuery = z.strictObject({
  state: z.enum(['open', 'answered']).default('open'),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageSize).default(50),
});
export type QuestionQuery = z.output<typeof QuestionQuery>;
/** Open ones with the most votes first, answered ones newest first. */
export const QuestionList = z.object({ items: z.array(Question) });
export type QuestionList = z.infer<typeof QuestionList>;
export const QuestionInput = z.strictObject({
  /** The client's own name for it: sent again, it is asked once. */
  id: CommandId,
  text: multiline(LIMITS.questionLength).min(1),
  /** A product of the show: in its line-up, or pinned. */
  productId: Id.nullable().default(null),
});
export type QuestionInput = z.output<typeof QuestionInput>;
/** As a client sends it. */
export type QuestionRequest = z.input<typeof QuestionInput>;
/** Sets that state: one vote a viewer, however often it is sent. */
export const QuestionVote = z.strictObject({ up: z.boolean() });
export type QuestionVote = z.output<typeof QuestionVote>;
/** null: it was answered aloud. */
export const QuestionAnswerInput = z.strictObject({ answer: multiline(LIMITS.questionAnswerLength).min(1).nullable() });
export type QuestionAnswerInput = z.output<typeof QuestionAnswerInput>;
