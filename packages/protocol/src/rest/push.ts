import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { Id } from '../primitives.ts';

const base64url = (bytes: number) =>
  z.string().regex(new RegExp(`^[\\w-]{${Math.ceil((bytes * 4) / 3)}}$`), `must be ${bytes} bytes in base64url, without padding`);

/** What is on here; the key is what a browser's `pushManager.subscribe` takes as `applicationServerKey`. */
export const PushOptions = z.object({ web: z.object({ publicKey: z.string() }).nullable(), expo: z.boolean() });
export type PushOptions = z.infer<typeof PushOptions>;
/** A browser's `PushSubscription.toJSON()`, or an Expo push token. */
export const PushSubscriptionInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('web'),
    endpoint: z.url({ protocol: /^https?$/, error: 'must be an https address' }).max(LIMITS.urlLength),
    /** RFC 8291: an uncompressed P-256 point, and 16 random bytes. */
    keys: z.strictObject({ p256dh: base64url(65), auth: base64url(16) }),
  }),
  z.strictObject({
    kind: z.literal('expo'),
    token: z.string().regex(/^(Exponent|Expo)PushToken\[[\w-]{1,200}\]$/, 'must be an Expo push token'),
  }),
]);
export type PushSubscriptionInput = z.output<typeof PushSubscriptionInput>;
export const PushSubscriptionId = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits');
export const PushSubscription = z.object({ _id: PushSubscriptionId, kind: z.enum(['web', 'expo']) });
export type PushSubscription = z.infer<typeof PushSubscription>;
/** The text of a push, as a service worker or an app gets it. */
export const PushMessage = z.object({
  type: z.literal('livestream.started'),
  livestreamId: Id,
  title: z.string(),
  body: z.string(),
  /** A path on the shop's server. */
  url: z.string(),
});
export type PushMessage = z.infer<typeof PushMessage>;
