import { z } from 'zod';
import { Livestream } from '../entities/livestream.ts';
import { Order } from '../entities/order.ts';
import { LIMITS } from '../limits.ts';
import { Id, PageQuery, page, Timestamp } from '../primitives.ts';

/** What a webhook may be told of. */
export const WebhookEvent = z.enum(['livestream.started', 'livestream.ended', 'order.placed', 'order.paid']);
export type WebhookEvent = z.infer<typeof WebhookEvent>;
/** What each event carries, beside a ping that an admin sends to try an endpoint. */
export const WebhookData = {
  'livestream.started': Livestream,
  'livestream.ended': Livestream,
  'order.placed': Order,
  'order.paid': Order,
} as const satisfies Record<WebhookEvent, z.ZodType>;
export type WebhookPayload<Event extends WebhookEvent> = z.infer<(typeof WebhookData)[Event]>;
/** The body of a webhook (standardwebhooks.com): `timestamp` is when it happened, not when it was sent. */
export const webhookMessage = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.object({ type: z.literal(type), timestamp: Timestamp, data });

function isBare(text: string): boolean {
  // Asked also of what has been found to be no address.
  if (!URL.canParse(text)) return true;
  const { username, password, hash } = new URL(text);
  return username === '' && password === '' && hash === '';
}
const editable = {
  url: z
    .url({ protocol: /^https?$/, error: 'must be an https address' })
    .max(LIMITS.urlLength)
    .refine(isBare, 'must hold no password and no fragment'),
  events: z
    .array(WebhookEvent)
    .min(1)
    .max(WebhookEvent.options.length)
    .refine((events) => new Set(events).size === events.length, 'names an event twice'),
};
export const WebhookInput = z.strictObject(editable);
export type WebhookInput = z.output<typeof WebhookInput>;
/** `isActive` false pauses it: what happens meanwhile is not told later. */
export const WebhookPatch = z.strictObject({ ...editable, isActive: z.boolean() }).partial();
export type WebhookPatch = z.output<typeof WebhookPatch>;

export const WebhookEndpoint = z.object({
  _id: Id,
  url: z.string(),
  events: z.array(WebhookEvent),
  isActive: z.boolean(),
  createdAt: Timestamp,
});
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;
/** `secret` signs what is sent; it is shown this once. */
export const NewWebhookEndpoint = WebhookEndpoint.extend({ secret: z.string() });
export type NewWebhookEndpoint = z.infer<typeof NewWebhookEndpoint>;
export const WebhookEndpointList = z.object({ items: z.array(WebhookEndpoint) });

export const WebhookDelivery = z.object({
  _id: Id,
  event: z.string(),
  /** As `webhook-id` has it, the same in every try. */
  messageId: z.string(),
  /** `due`: it will be tried (again) at `nextTryAt`; `failed`: given up. */
  state: z.enum(['due', 'done', 'failed']),
  tries: z.int().min(0),
  nextTryAt: Timestamp.nullable(),
  /** In plain words: what came of the last try. */
  lastResult: z.string().nullable(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;
export const WebhookDeliveryQuery = PageQuery;
export type WebhookDeliveryQuery = z.output<typeof WebhookDeliveryQuery>;
export const WebhookDeliveryPage = page(WebhookDelivery);
