import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { CommandId, Id, multiline, Offset } from '../primitives.ts';

const Resume = z.strictObject({ epoch: z.string().max(64), offset: Offset });
/** Without `streamId` the connection is in the lobby. `viewerId` is only a hint; the token or cookie decides who it is. */
const Register = z.strictObject({
  streamId: Id.optional(),
  token: z.string().max(300).optional(),
  viewerId: z.string().max(64).optional(),
  resume: Resume.optional(),
});
/** A command without `streamId` is for the stream the connection registered with. */
const streamId = Id.optional();
const productIds = z.array(Id).min(1).max(LIMITS.productBatch);

/** What a client may send, by type: `{ type, id?, data }`. */
export const ClientEventData = {
  register: Register,
  /** As `register`; it grants nothing by itself: the token's role decides, per event. */
  register_admin: Register,
  chat_message: z.strictObject({ streamId, message: multiline(LIMITS.chatMessageLength).min(1) }),
  /** Sets that state; without `liked` it toggles. */
  toggle_like: z.strictObject({ streamId, liked: z.boolean().optional() }),
  start_stream: z.strictObject({ streamId }),
  stop_stream: z.strictObject({ streamId }),
  pinned_products_updated: z.strictObject({ streamId, productIds: z.array(Id).max(LIMITS.pins) }),
  ping: z.strictObject({}),
  /** Back to the lobby. */
  leave: z.strictObject({}),
  /** Counted once per viewer, product and minute. */
  product_seen: z.strictObject({ streamId, productIds }),
  product_clicked: z.strictObject({ streamId, productIds }),
  /** What a player saw since its last report. Figures only: it is not stored, and no ack follows. */
  playback_report: z.strictObject({
    streamId,
    /** ms that the report covers, and of it how long and how often the picture stood still. */
    period: z.int().min(1).max(120_000),
    frozen: z.int().min(0).max(120_000),
    freezes: z.int().min(0).max(1_000),
    /** Of the picture that is shown; 0 for sound alone. */
    height: z.int().min(0).max(8_192),
    framesPerSecond: z.number().min(0).max(240),
  }),
} as const;
export type ClientEventType = keyof typeof ClientEventData;
export type ClientEventInput<T extends ClientEventType> = z.input<(typeof ClientEventData)[T]>;

const frame = <T extends ClientEventType>(type: T) =>
  z.strictObject({ type: z.literal(type), id: CommandId.optional(), data: ClientEventData[type] });
/** One frame from a client. */
export const ClientEvent = z.discriminatedUnion('type', [
  frame('register'),
  frame('register_admin'),
  frame('chat_message'),
  frame('toggle_like'),
  frame('start_stream'),
  frame('stop_stream'),
  frame('pinned_products_updated'),
  frame('ping'),
  frame('leave'),
  frame('product_seen'),
  frame('product_clicked'),
  frame('playback_report'),
]);
export type ClientEvent = z.output<typeof ClientEvent>;
export type ClientEventOf<T extends ClientEventType> = Extract<ClientEvent, { type: T }>;
