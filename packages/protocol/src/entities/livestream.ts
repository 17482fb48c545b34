import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { Amount, Id, ImageUrl, line, multiline, Offset, Timestamp } from '../primitives.ts';
import { StaffRole } from './account.ts';
import { Guest, Recording } from './video.ts';

export const LivestreamStatus = z.enum(['scheduled', 'live', 'interrupted', 'ended']);
export type LivestreamStatus = z.infer<typeof LivestreamStatus>;
export const Quality = z.enum(['720p', '1080p']);
export type Quality = z.infer<typeof Quality>;
export const Visibility = z.enum(['public', 'unlisted', 'private']);
export type Visibility = z.infer<typeof Visibility>;

/** A chat message as the livestream document and the history give it. */
export const ChatMessage = z.object({
  offset: Offset,
  /** `<viewerId>:<commandId>`: its sender recognises it, and nobody shows it twice. */
  key: z.string(),
  viewerId: z.string(),
  username: z.string(),
  message: z.string(),
  timestamp: Timestamp,
  /** Whether the shop speaks: admin, host or moderator. */
  isAdmin: z.boolean(),
  /** As which of these; messages of before it was kept don’t have it. */
  role: StaffRole.optional(),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

/** Who may write in the chat: everyone with a name, signed-in accounts, or the shop's staff alone. */
export const ChatMode = z.enum(['everyone', 'accounts', 'staff']);
export type ChatMode = z.infer<typeof ChatMode>;
/** What happens to a message with a link in it. */
export const LinkRule = z.enum(['allow', 'hold', 'refuse']);
export type LinkRule = z.infer<typeof LinkRule>;
export const BlockedWords = z.array(line(LIMITS.blockedWordLength)).max(LIMITS.blockedWords);
export const LivestreamSettings = z.object({
  /** Seconds between two messages of one viewer; 0 is off. */
  slowMode: z.int().min(0).max(300).default(0),
  chatMode: ChatMode.default('everyone'),
  links: LinkRule.default('hold'),
  /** Beside the shop's own. A message with one of them is held. */
  blockedWords: BlockedWords.default([]),
  questions: z.boolean().default(true),
  recording: z.boolean().default(true),
});
export type LivestreamSettings = z.infer<typeof LivestreamSettings>;

/** Only what is to be changed: nothing is filled in. */
const LivestreamSettingsPatch = z
  .strictObject({
    slowMode: LivestreamSettings.shape.slowMode.unwrap(),
    chatMode: ChatMode,
    links: LinkRule,
    blockedWords: BlockedWords,
    questions: z.boolean(),
    recording: z.boolean(),
  })
  .partial();

/** A product of a show's line-up, with what is agreed for this show. */
export const LineupItem = z.strictObject({
  productId: Id,
  /** Stands in for the price of every variant while the show is on air; null leaves the catalogue's. */
  showPrice: Amount.nullable().default(null),
  /** How many units one buyer may have in this show; null is no limit. */
  limitPerBuyer: z.int().min(1).max(LIMITS.orderQuantity).nullable().default(null),
});
export type LineupItem = z.output<typeof LineupItem>;

/** A show. Engagement figures are a projection of the truth, at most a second old. */
export const Livestream = z.object({
  _id: Id,
  title: z.string(),
  description: z.string(),
  createdBy: Id,
  hostName: z.string(),
  startTime: Timestamp.nullable(),
  endTime: Timestamp.nullable(),
  /** Seconds on air so far, or in all. */
  duration: z.int().min(0),
  isActive: z.boolean(),
  status: LivestreamStatus,
  scheduledFor: Timestamp.nullable(),
  /** The watch page, a path on this server. */
  streamUrl: z.string(),
  thumbnailUrl: z.string().nullable(),
  /** The host's recording, once it can be played. */
  recordingUrl: z.string().nullable(),
  /** null where none was made. */
  recording: Recording.nullable(),
  quality: Quality,
  visibility: Visibility,
  /** Only the staff sees it, nothing is sold or recorded in it, and no list of past shows or figures has it. */
  rehearsal: z.literal(true).optional(),
  tags: z.array(z.string()),
  settings: LivestreamSettings,
  viewerCount: z.int().min(0),
  totalViewers: z.int().min(0),
  peakViewers: z.int().min(0),
  likes: z.int().min(0),
  /** The last who liked, newest first. Filled when one show is asked for; empty in lists and in events. */
  likedBy: z.array(z.string()),
  /** The newest messages, rising. Filled when one show is asked for; empty in lists and in events. */
  chatMessages: z.array(ChatMessage),
  /** What the show presents, in order. */
  lineup: z.array(LineupItem),
  /** Of the first products presented, as far as they have one. Filled in lists of past shows alone. */
  lineupPictures: z.array(z.string()).max(LIMITS.lineupPictures).optional(),
  /** Product ids in order; the first is on screen. */
  pinnedProducts: z.array(Id),
  /** The offset of the message that stays on top of the chat. */
  pinnedMessage: Offset.nullable(),
  /** Who is on stage beside the host, or asked to come, in order. */
  guests: z.array(Guest),
  /** Since when a show on air has been without its host's picture. */
  hostAwaySince: Timestamp.nullable(),
  /** Unique viewers who liked, chatted, clicked or bought, over unique viewers: 0 to 1. */
  engagementRate: z.number().min(0).max(1),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Livestream = z.infer<typeof Livestream>;
/** What moves about a show in lists while it is on air. */
export const ListedShow = z.object({
  streamId: Id,
  status: LivestreamStatus,
  viewerCount: z.int().min(0),
  /** Product ids in order; the first is on screen. */
  pinnedProducts: z.array(Id),
  /** When the newest still of it was taken; null where there is none. */
  stillAt: Timestamp.nullable(),
});
export type ListedShow = z.infer<typeof ListedShow>;

const editable = {
  title: line(LIMITS.titleLength),
  description: multiline(LIMITS.descriptionLength),
  quality: Quality,
  visibility: Visibility,
  scheduledFor: Timestamp.nullable(),
  thumbnailUrl: ImageUrl.nullable(),
  tags: z.array(line(LIMITS.tagLength)).max(LIMITS.tags),
  lineup: z
    .array(LineupItem)
    .max(LIMITS.lineup)
    .refine((items) => new Set(items.map(({ productId }) => productId)).size === items.length, 'names a product twice'),
};
export const LivestreamInput = z.strictObject({
  title: editable.title,
  description: editable.description.default(''),
  quality: editable.quality.default('720p'),
  visibility: editable.visibility.default('public'),
  /** A private try of a show: see `Livestream`. It stays one. */
  rehearsal: z.boolean().optional(),
  scheduledFor: editable.scheduledFor.default(null),
  thumbnailUrl: editable.thumbnailUrl.default(null),
  tags: editable.tags.default([]),
  lineup: editable.lineup.default([]),
  settings: LivestreamSettingsPatch.optional(),
});
export type LivestreamInput = z.output<typeof LivestreamInput>;
/** As a client sends it: what has a default may be left out. */
export type LivestreamRequest = z.input<typeof LivestreamInput>;
/** `isActive` true starts the show, false ends it; the rest edits it. */
export const LivestreamPatch = z.strictObject({ ...editable, settings: LivestreamSettingsPatch, isActive: z.boolean() }).partial();
export type LivestreamPatch = z.output<typeof LivestreamPatch>;
