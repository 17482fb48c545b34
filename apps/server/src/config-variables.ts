import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);
const origin = z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).transform((value) => new URL(value).origin);
const loopback = origin.refine(
  (value) => /^(127(\.\d+){3}|\[::1\]|localhost)$/.test(new URL(value).hostname),
  'must be an address of this machine (127.0.0.1)',
);
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
const iceAddress = z
  .string()
  .regex(
    /^(stuns?:[^\s/?]+|turns?:[^\s/?]+(\?transport=(udp|tcp))?)$/,
    'must be stun:, stuns:, turn: or turns: addresses, such as turn:turn.example:3478',
  );
/** Agora's token builder gives an empty token for anything else, and says nothing. */
const agoraKey = z.string().regex(/^[0-9a-fA-F]{32}$/, 'must have the 32 hexadecimal digits that Agora’s console shows');
const fingerprint = z
  .string()
  .regex(/^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31}$/, 'must be SHA-256 fingerprints of 32 hexadecimal pairs with : between')
  .transform((value) => value.toUpperCase());

/** The variables that Vitrine reads, and nothing else does. An empty one counts as unset. */
export const Variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  /** 0 takes a free one. */
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  DATA_DIR: z.string().default('./data'),
  PUBLIC_URL: origin.optional(),
  ALLOWED_ORIGINS: list.pipe(z.array(origin)).default([]),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  SHOP_NAME: z.string().trim().min(1).max(60).default('Vitrine'),
  CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR')
    .default('EUR'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must begin with mongodb:// or mongodb+srv://')
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
    .optional(),
  /** Where other nodes reach this one: needed where several share a database. */
  NODE_URL: origin.optional(),
  /** Seconds a host may stay away before the show ends. */
  HOST_AWAY_LIMIT: z.coerce.number().int().min(60).max(86_400).default(600),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z
    .string()
    .trim()
    .regex(/^[^\r\n]*@[^\r\n]+$/, 'must be an address such as Shop <shop@example.com>')
    .optional(),
  /** Who is to be asked about our web pushes (RFC 8292); turns them on. */
  VAPID_SUBJECT: z
    .string()
    .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, 'must be a mailto: or https: address')
    .optional(),
  EXPO_PUSH: z.enum(['on', 'off']).default('off'),
  EXPO_ACCESS_TOKEN: z.string().optional(),
  /** Whether webhooks and pushes may go to loopback and private addresses, without TLS too. */
  OUTBOUND_PRIVATE: z.enum(['allow', 'refuse']).default('refuse'),
  /** Bearer token for `/metrics`. */
  METRICS_TOKEN: z.string().min(16, 'must have 16 characters or more').optional(),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_/, 'must be a secret key of Stripe (sk_… or rk_…)')
    .optional(),
  STRIPE_WEBHOOK_SECRET: z.string().startsWith('whsec_', 'must be the signing secret of a Stripe webhook (whsec_…)').optional(),
  /** For tests alone. */
  STRIPE_API_BASE: loopback.optional(),
  S3_ENDPOINT: origin.optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket')
    .optional(),
  S3_REGION: z.string().default('auto'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  VIDEO_UDP_PORT: port.default(8081),
  VIDEO_ANNOUNCED_ADDRESS: z.union([z.ipv4(), z.ipv6()]).optional(),
  /** Viewers that this node's video serves at the most; without it the load decides. */
  VIDEO_MAX_VIEWERS: z.coerce.number().int().min(0).max(1_000).optional(),
  /** `stun:` and `turn:` addresses (RFC 7064, RFC 7065) by which browsers find their way to the video. */
  ICE_SERVERS: list.pipe(z.array(iceAddress)).default([]),
  /** The secret that is shared with the TURN server (coturn's `static-auth-secret`). */
  TURN_SECRET: z.string().optional(),
  AGORA_APP_ID: agoraKey.optional(),
  AGORA_APP_CERTIFICATE: agoraKey.optional(),
  /** Customer id and secret of Agora's REST API. */
  AGORA_CUSTOMER_ID: z.string().optional(),
  AGORA_CUSTOMER_SECRET: z.string().optional(),
  /** Signs Agora's notifications. */
  AGORA_NOTIFICATION_SECRET: z.string().optional(),
  /** For tests alone. */
  AGORA_API_BASE: loopback.optional(),
  /** The customers' app on Android, by which links to shows open it. */
  ANDROID_APP_ID: z
    .string()
    .regex(/^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/, 'must be a package name such as com.example.shop')
    .optional(),
  /** SHA-256 of the certificates that sign it: Google Play's, and one's own. */
  ANDROID_APP_FINGERPRINTS: list.pipe(z.array(fingerprint).min(1)).optional(),
  /** The customers' app on iOS: Apple's team id, a dot, the bundle id. */
  IOS_APP_ID: z
    .string()
    .regex(/^[A-Z0-9]{10}(\.[A-Za-z0-9-]+)+$/, 'must be a team id and a bundle id such as A1B2C3D4E5.com.example.shop')
    .optional(),
});

export type Env = z.output<typeof Variables>;
/** By name: whatever configures a server, here and elsewhere, can be held against it. */
export const VARIABLES: readonly string[] = Object.keys(Variables.shape);
