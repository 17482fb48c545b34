import { z } from 'zod';
import { Currency, Id, Timestamp } from '../primitives.ts';
import { LivestreamStatus } from './livestream.ts';

const Count = z.int().min(0);
/** A share, 0 to 1. */
const Rate = z.number().min(0).max(1);

/** The figures of a show; `GET /analytics/formulas` says how each is made. Every rate counts unique viewers above and below the line. */
export const Analytics = z.object({
  streamId: Id,
  /** Seconds on air so far, or in all. */
  secondsOnAir: Count,
  viewers: z.object({
    now: Count,
    peak: Count,
    average: z.number().min(0),
    unique: Count,
    /** Seconds. */
    averageWatchTime: z.number().min(0),
  }),
  /** Who was there in each minute since the start, as a share of the unique viewers. */
  retention: z.array(z.object({ minute: Count, viewers: Count, share: Rate })),
  likes: Count,
  chatMessages: Count,
  /** Messages a minute. */
  chatRate: z.number().min(0),
  questions: Count,
  announcements: Count,
  /** Unique viewers with at least one like, message, product click or order / unique viewers. */
  engagementRate: Rate,
  orders: z.object({
    count: Count,
    revenue: Count,
    currency: Currency,
    /** Revenue an order, in minor units, rounded. */
    average: Count,
    /** Unique buyers / unique viewers. */
    conversion: Rate,
  }),
  clicks: z.object({ impressions: Count, clicks: Count, clickThrough: Rate }),
  /** Unique viewers who came this far. */
  funnel: z.object({ watched: Count, sawProduct: Count, clicked: Count, bought: Count }),
  products: z.array(
    z.object({
      productId: Id,
      title: z.string(),
      impressions: Count,
      clicks: Count,
      clickThrough: Rate,
      orders: Count,
      units: Count,
      revenue: Count,
    }),
  ),
  /** Each time that a product was on the screen, rising. */
  pins: z.array(
    z.object({
      productId: Id,
      title: z.string(),
      from: Timestamp,
      /** null: it is still there. */
      to: Timestamp.nullable(),
      seconds: Count,
      viewers: Count,
      clicks: Count,
      orders: Count,
      revenue: Count,
    }),
  ),
  /** Rising; minutes without anything are left out. */
  minutes: z.array(
    z.object({
      at: Timestamp,
      viewers: Count,
      chatMessages: Count,
      /** Less than 0 when more were taken back than given. */
      likes: z.int(),
      orders: Count,
      revenue: Count,
    }),
  ),
});
export type Analytics = z.infer<typeof Analytics>;

/** A figure of `Analytics` by its place in there (`viewers.average`), as people call it, and how it is made. */
export const FigureFormula = z.object({ figure: z.string(), name: z.string(), formula: z.string() });
export type FigureFormula = z.infer<typeof FigureFormula>;

/** An ended show in a row with others, to compare them. */
export const ShowFigures = z.object({
  streamId: Id,
  title: z.string(),
  hostName: z.string(),
  status: LivestreamStatus,
  startTime: Timestamp.nullable(),
  secondsOnAir: Count,
  uniqueViewers: Count,
  peakViewers: Count,
  averageWatchTime: z.number().min(0),
  likes: Count,
  chatMessages: Count,
  engagementRate: Rate,
  orders: Count,
  revenue: Count,
  currency: Currency,
  conversion: Rate,
});
export type ShowFigures = z.infer<typeof ShowFigures>;
