import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { CommandId, Id, line, multiline, Offset, PageQuery, page, Timestamp } from '../primitives.ts';

/** Who may not write (a timeout), or not be here at all (a ban without an end). */
export const Ban = z.object({
  _id: Id,
  /** null: in every show of the shop. */
  streamId: Id.nullable(),
  subjectId: Id,
  subjectName: z.string(),
  reason: z.string(),
  by: Id,
  /** null: until it is lifted. */
  until: Timestamp.nullable(),
  createdAt: Timestamp,
});
export type Ban = z.infer<typeof Ban>;
export const BanPage = page(Ban);
export const BanInput = z.strictObject({
  /** null: in every show of the shop; hosts ban in their own shows alone. */
  streamId: Id.nullable(),
  /** An account, a guest or a viewer, as `viewerId` of a message names it. */
  subjectId: Id,
  /** How the list is to call somebody who has no account. */
  name: line(LIMITS.displayNameLength).optional(),
  reason: multiline(LIMITS.reasonLength).default(''),
  /** A timeout of so many minutes; null bans until it is lifted. */
  minutes: z.int().min(1).max(LIMITS.timeoutMinutes).nullable(),
});
export type BanInput = z.output<typeof BanInput>;
/** As a client sends it. */
export type BanRequest = z.input<typeof BanInput>;
/** With `streamId`: those of one show, without those of the whole shop. */
export const BanQuery = PageQuery.extend({ streamId: Id.optional() });
export type BanQuery = z.output<typeof BanQuery>;

/** A message that waits for a moderator: nobody else has seen it. */
export const HeldMessage = z.object({
  _id: Id,
  streamId: Id,
  viewerId: z.string(),
  username: z.string(),
  message: z.string(),
  reason: z.enum(['link', 'blocked_word']),
  createdAt: Timestamp,
});
export type HeldMessage = z.infer<typeof HeldMessage>;
export const HeldMessagePage = page(HeldMessage);
export const HeldDecision = z.strictObject({ approve: z.boolean() });
export type HeldDecision = z.output<typeof HeldDecision>;
/** Where an approved message stands now; null when it was refused. */
export const HeldOutcome = z.object({ offset: Offset.nullable() });
export type HeldOutcome = z.infer<typeof HeldOutcome>;

export const ReportState = z.enum(['open', 'resolved', 'dismissed']);
export const Report = z.object({
  _id: Id,
  streamId: Id,
  offset: Offset,
  viewerId: z.string(),
  /** As it was when it was reported; empty once the message is deleted. */
  username: z.string(),
  message: z.string(),
  reporterId: z.string(),
  reason: z.string(),
  state: ReportState,
  resolvedBy: z.string().nullable(),
  createdAt: Timestamp,
});
export type Report = z.infer<typeof Report>;
export const ReportPage = page(Report);
export const ReportInput = z.strictObject({ reason: multiline(LIMITS.reasonLength).default('') });
export type ReportInput = z.output<typeof ReportInput>;
/** Hosts name one of their shows. */
export const ReportQuery = PageQuery.extend({ streamId: Id.optional(), state: ReportState.default('open') });
export type ReportQuery = z.output<typeof ReportQuery>;
export const ReportPatch = z.strictObject({ state: ReportState.exclude(['open']) });
export type ReportPatch = z.output<typeof ReportPatch>;

/** null takes it down. */
export const PinnedMessageInput = z.strictObject({ offset: Offset.min(1).nullable() });
export type PinnedMessageInput = z.output<typeof PinnedMessageInput>;
/** The same `id` again announces nothing twice. */
export const AnnouncementInput = z.strictObject({ id: CommandId.optional(), message: multiline(LIMITS.announcementLength).min(1) });
export type AnnouncementInput = z.output<typeof AnnouncementInput>;
/** Where the entry stands. */
export const EntryAnswer = z.object({ offset: Offset });
export type EntryAnswer = z.infer<typeof EntryAnswer>;

/** Who did what. `action` is `<subject>.<verb>`: `chat.delete`, `order.refund`. */
export const AuditEntry = z.object({
  _id: Id,
  at: Timestamp,
  actorId: z.string(),
  actorName: z.string(),
  action: z.string(),
  streamId: z.string().nullable(),
  /** As people say it: a name, an order number. */
  target: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditPage = page(AuditEntry);
export const AuditQuery = PageQuery.extend({
  action: z.string().max(60).optional(),
  actorId: Id.optional(),
  streamId: Id.optional(),
});
export type AuditQuery = z.output<typeof AuditQuery>;
