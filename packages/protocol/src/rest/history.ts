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

export const HistoryQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(LIMITS.pageSize).default(50) });
export type HistoryQuery = z.output<typeof HistoryQuery>;
/** The last seen first. */
export const History = z.object({ items: z.array(HistoryItem) });
export type History = z.infer<typeof History>;
