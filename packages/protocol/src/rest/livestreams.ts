import { z } from 'zod';
import { HOST_SEAT } from '../codes.ts';
import { ChatMessage, Livestream, LivestreamStatus } from '../entities/livestream.ts';
import { Product } from '../entities/product.ts';
import { TimelineEntry } from '../entities/timeline.ts';
import { Seat, VideoRole } from '../entities/video.ts';
import { LIMITS } from '../limits.ts';
import { Id, Offset, PageQuery, page, Timestamp } from '../primitives.ts';

/** Without `status`: the active ones (live and interrupted). */
export const LivestreamQuery = PageQuery.extend({
  status: LivestreamStatus.optional(),
  search: z.string().trim().max(100).optional(),
  tag: z.string().max(LIMITS.tagLength).optional(),
  /** `all`: rehearsals that are over too, for the shop's staff; they are in no list otherwise. */
  rehearsals: z.enum(['all']).optional(),
});
export type LivestreamQuery = z.output<typeof LivestreamQuery>;
export const LivestreamPage = page(Livestream);
/** One show with the products it has pinned, in order. */
export const LivestreamDetail = Livestream.extend({ products: z.array(Product) });
export type LivestreamDetail = z.infer<typeof LivestreamDetail>;

/** What stays of a show that was deleted: its orders are named by it. */
export const DeletedShow = z.object({ _id: Id, title: z.string(), createdBy: Id, deletedAt: Timestamp });
export type DeletedShow = z.infer<typeof DeletedShow>;
export const DeletedShowPage = page(DeletedShow);

/** Pages back through the history: messages before this offset, newest last. */
export const ChatQuery = z.strictObject({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageSize).default(50),
});
export const ChatPage = z.object({ items: z.array(ChatMessage), epoch: z.string(), nextBefore: Offset.optional() });
export type ChatPage = z.infer<typeof ChatPage>;

export const TimelineQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export const TimelinePage = z.object({ items: z.array(TimelineEntry), epoch: z.string(), lastOffset: Offset });
export type TimelinePage = z.infer<typeof TimelinePage>;

/** How lively simulated viewers are: how much each of them chats, likes, asks and seems to buy. */
export const CrowdPace = z.enum(['calm', 'usual', 'lively']);
export type CrowdPace = z.infer<typeof CrowdPace>;
/** The simulated viewers that a rehearsal is to have. Only another pace sends nobody away. */
export const RehearsalCrowdInput = z.strictObject({
  viewers: z.int().min(0).max(LIMITS.rehearsalViewers),
  pace: CrowdPace.default('usual'),
});
export type RehearsalCrowdInput = z.output<typeof RehearsalCrowdInput>;
export type RehearsalCrowdRequest = z.input<typeof RehearsalCrowdInput>;
/** Those that it has; without any, the pace is the one that they come with unless told another. */
export const RehearsalCrowd = z.object({ viewers: RehearsalCrowdInput.shape.viewers, pace: CrowdPace });
export type RehearsalCrowd = z.infer<typeof RehearsalCrowd>;

/** The pins, in order; the first is on screen. It replaces what was pinned. */
export const PinsInput = z.strictObject({ productIds: z.array(Id).max(LIMITS.pins) });
export type PinsInput = z.output<typeof PinsInput>;
export const PinsAnswer = z.object({ productIds: z.array(Id), products: z.array(Product), offset: Offset });
export type PinsAnswer = z.infer<typeof PinsAnswer>;

/** What a show presents: its line-up in order, then what is pinned beside it, at the show's prices while it is on air. */
export const ShowProducts = z.object({ items: z.array(Product) });
export type ShowProducts = z.infer<typeof ShowProducts>;

/** A viewer names the seat that it wants to watch; who publishes has one. */
export const VideoInput = z.strictObject({
  role: VideoRole.default('viewer'),
  seat: Seat.default(HOST_SEAT),
  /** Who the client already is in a hosted provider's channel, when it asks for a token to stay there with. */
  uid: z.int().min(1).max(0xffff_ffff).optional(),
});
export type VideoInput = z.output<typeof VideoInput>;
