import { z } from 'zod';
import { Livestream } from '../entities/livestream.ts';
import { LIMITS } from '../limits.ts';

/** Why a show is recommended, for programs. */
export const RecommendationReason = z.enum(['because_bought', 'because_liked', 'because_watched', 'live_now', 'coming_up', 'popular']);
export type RecommendationReason = z.infer<typeof RecommendationReason>;

export const Recommendation = z.object({
  livestream: Livestream,
  reason: z.object({
    code: RecommendationReason,
    /** In words: “Because you watched The Autumn Firing”. */
    text: z.string(),
    /** The show or product that it is about; null where it is about none. */
    title: z.string().nullable(),
  }),
});
export type Recommendation = z.infer<typeof Recommendation>;

export const RecommendationQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(LIMITS.recommendations).default(12),
});
export type RecommendationQuery = z.output<typeof RecommendationQuery>;
export const RecommendationList = z.object({ items: z.array(Recommendation) });
export type RecommendationList = z.infer<typeof RecommendationList>;
