import { z } from 'zod';
import { Livestream } from '../entities/livestream.ts';
import { LIMITS } from '../limits.ts';
import { Timestamp } from '../primitives.ts';

/** A show that one has watched or likes, and what one did there. */
export const HistoryItem = z.object({
  livestream: Livestream,
  /** null: liked without having been there while it was on. */
  lastSeen: Timestamp.nullable(),
  liked: z.boolean(),
  bought: z.boolean(),
});
export type HistoryItem = z.infer<typeof HistoryItem>;

export const HistoryQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(LIMITS.pageSize).default(50),
  /** `nextCursor` of the page before. Who sees another show meanwhile finds the last of that page once more. */
  cursor: z.coerce.number().int().min(0).max(LIMITS.history).default(0),
});
export type HistoryQuery = z.output<typeof HistoryQuery>;
/** The last seen first. */
export const History = z.object({ items: z.array(HistoryItem), nextCursor: z.int().min(1).optional() });
export type History = z.infer<typeof History>;
