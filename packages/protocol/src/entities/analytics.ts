import { z } from 'zod';
import { Currency, Id, Timestamp } from '../primitives.ts';

/** The figures of a show. Every rate counts unique viewers above and below the line, so none passes 1. */
export const Analytics = z.object({
  streamId: Id,
  viewers: z.object({ now: z.int(), peak: z.int(), unique: z.int() }),
  likes: z.int(),
  chatMessages: z.int(),
  /** Unique viewers with at least one like, message, product click or order / unique viewers. */
  engagementRate: z.number().min(0).max(1),
  orders: z.object({
    count: z.int(),
    revenue: z.int(),
    currency: Currency,
    /** Unique buyers / unique viewers. */
    conversion: z.number().min(0).max(1),
  }),
  products: z.array(z.object({ productId: Id, title: z.string(), orders: z.int(), units: z.int(), revenue: z.int() })),
  minutes: z.array(z.object({ at: Timestamp, chatMessages: z.int(), orders: z.int() })),
});
export type Analytics = z.infer<typeof Analytics>;
