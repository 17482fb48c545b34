import { isIPv6 } from 'node:net';
import { isAbsolute, resolve } from 'node:path';
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

/** An environment as `process.env` is. */
export type Environment = Record<string, string | undefined>;

/** The variables that Vitrine reads, and nothing else does. An empty one counts as unset. */
const Variables = z.object({
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
});

type Env = z.output<typeof Variables>;

export interface Config {
  host: string;
  port: number;
  dataDir: string;
  /** The origin that browsers see; from `PUBLIC_URL`, or made from host and port. */
  publicUrl: string;
  /** Origins beside `publicUrl` that may use cookies and the socket. */
  allowedOrigins: string[];
  /** How many proxies stand before us: client addresses come through so many hops only. */
  trustProxy: number;
  /** PEM texts or file paths are read at start; null serves plain HTTP. */
  tls: { cert: string; key: string } | null;
  shop: { name: string; currency: string };
  /** null: orders are paid to the shop itself. */
  stripe: { secretKey: string; webhookSecret: string; apiBase: string | null } | null;
  /** null: uploads lie in `dataDir`. */
  s3: { endpoint: string; bucket: string; region: string; accessKeyId: string; secretAccessKey: string } | null;
  /** null: the embedded store in `dataDir`. */
  mongoUri: string | null;
  /** null: this node is alone. */
  redisUrl: string | null;
  /** The origin at which other nodes reach this one; null when it has not been told. */
  nodeUrl: string | null;
  /** Milliseconds that a host may stay away before the show ends. */
  hostAwayLimit: number;
  /** null prints mails to the log. */
  mail: { smtpUrl: string; from: string } | null;
  push: {
    /** null: no web push. */
    vapidSubject: string | null;
    /** null: no Expo push. The access token only where the Expo project asks for one. */
    expo: { accessToken: string | null } | null;
  };
  /** Whether what leaves the house may go to private addresses. */
  outboundPrivate: boolean;
  /** null: figures are told to admins and to loopback alone. */
  metricsToken: string | null;
  logLevel: string;
  video: {
    udpPort: number;
    announcedAddress: string;
    /** null leaves it to the load. */
    maxViewers: number | null;
  };
  ice: {
    /** What browsers are told besides our own address. */
    servers: string[];
    /** Signs the accounts for `turn:` servers; null when there are none. */
    turnSecret: string | null;
  };
  /** null: the embedded SFU carries the video. */
  agora: AgoraConfig | null;
}
export interface AgoraConfig {
  appId: string;
  appCertificate: string;
  /** For its REST API; null: nobody can be put out or muted there. */
  customer: { id: string; secret: string } | null;
  /** null: its notifications are not taken. */
  notificationSecret: string | null;
  /** Another host of its API, for tests. */
  apiBase: string | null;
}

/** Names the variable and what it must be, in one line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the configuration from an environment.
 * @throws ConfigError naming the first variable that is wrong.
 */
export function readConfig(environment: Environment, workingDirectory: string): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = Variables.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${issue?.path[0] !== undefined ? String(issue.path[0]) : 'environment'}: ${issue?.message}`);
  }
  const env = parsed.data;
  assertTogether(env, 'TLS_CERT', 'TLS_KEY');
  const tls = env.TLS_CERT !== undefined && env.TLS_KEY !== undefined ? { cert: env.TLS_CERT, key: env.TLS_KEY } : null;
  assertTogether(env, 'SMTP_URL', 'MAIL_FROM');
  return {
    host: env.HOST,
    port: env.PORT,
    dataDir: isAbsolute(env.DATA_DIR) ? env.DATA_DIR : resolve(workingDirectory, env.DATA_DIR),
    publicUrl: env.PUBLIC_URL ?? originOf(env.HOST, env.PORT, tls !== null),
    allowedOrigins: env.ALLOWED_ORIGINS,
    trustProxy: env.TRUST_PROXY,
    tls,
    shop: { name: env.SHOP_NAME, currency: env.CURRENCY },
    stripe: stripeOf(env),
    s3: s3Of(env),
    mongoUri: env.MONGODB_URI ?? null,
    redisUrl: env.REDIS_URL ?? null,
    nodeUrl: env.NODE_URL ?? null,
    hostAwayLimit: env.HOST_AWAY_LIMIT * 1000,
    mail: env.SMTP_URL !== undefined && env.MAIL_FROM !== undefined ? { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM } : null,
    push: {
      vapidSubject: env.VAPID_SUBJECT ?? null,
      expo: env.EXPO_PUSH === 'on' ? { accessToken: env.EXPO_ACCESS_TOKEN ?? null } : null,
    },
    outboundPrivate: env.OUTBOUND_PRIVATE === 'allow',
    metricsToken: env.METRICS_TOKEN ?? null,
    logLevel: env.LOG_LEVEL,
    video: {
      udpPort: env.VIDEO_UDP_PORT,
      announcedAddress: env.VIDEO_ANNOUNCED_ADDRESS ?? '127.0.0.1',
      maxViewers: env.VIDEO_MAX_VIEWERS ?? null,
    },
    ice: iceOf(env),
    agora: agoraOf(env),
  };
}

function iceOf({ ICE_SERVERS: servers, TURN_SECRET: secret }: Env): Config['ice'] {
  // A TURN server that takes anybody is an open relay: an account is part of its address.
  if (secret === undefined && servers.some((address) => address.startsWith('turn')))
    throw new ConfigError('TURN_SECRET: is needed with a turn: address in ICE_SERVERS');
  return { servers, turnSecret: secret ?? null };
}
const AGORA_EXTRAS = ['AGORA_CUSTOMER_ID', 'AGORA_CUSTOMER_SECRET', 'AGORA_NOTIFICATION_SECRET'] as const;
function agoraOf(env: Env): Config['agora'] {
  assertTogether(env, 'AGORA_APP_ID', 'AGORA_APP_CERTIFICATE');
  assertTogether(env, 'AGORA_CUSTOMER_ID', 'AGORA_CUSTOMER_SECRET');
  const { AGORA_APP_ID: appId, AGORA_APP_CERTIFICATE: appCertificate, AGORA_CUSTOMER_ID: id, AGORA_CUSTOMER_SECRET: secret } = env;
  if (appId === undefined || appCertificate === undefined) {
    // Whoever set these believes that Agora carries the video.
    const stray = AGORA_EXTRAS.find((name) => env[name] !== undefined);
    if (stray !== undefined) throw new ConfigError(`${stray}: is of use only with AGORA_APP_ID and AGORA_APP_CERTIFICATE`);
    return null;
  }
  return {
    appId,
    appCertificate,
    customer: id !== undefined && secret !== undefined ? { id, secret } : null,
    notificationSecret: env.AGORA_NOTIFICATION_SECRET ?? null,
    apiBase: env.AGORA_API_BASE ?? null,
  };
}
/** @throws ConfigError naming the one that is missing. */
function assertTogether(env: Env, one: keyof Env, other: keyof Env): void {
  if ((env[one] === undefined) === (env[other] === undefined)) return;
  throw new ConfigError(`${env[one] === undefined ? one : other}: ${one} and ${other} go together, set both or none`);
}

function stripeOf({ STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_API_BASE: apiBase }: Env): Config['stripe'] {
  if (secretKey === undefined && webhookSecret === undefined) return null;
  // Without its signed messages nobody would ever learn that an order is paid.
  if (secretKey === undefined) throw new ConfigError('STRIPE_SECRET_KEY: goes together with STRIPE_WEBHOOK_SECRET, set both or none');
  if (webhookSecret === undefined) throw new ConfigError('STRIPE_WEBHOOK_SECRET: goes together with STRIPE_SECRET_KEY, set both or none');
  return { secretKey, webhookSecret, apiBase: apiBase ?? null };
}
function s3Of(env: Env): Config['s3'] {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (bucket === undefined) return null;
  const missing = (name: string): ConfigError => new ConfigError(`${name}: is needed with S3_BUCKET`);
  if (endpoint === undefined) throw missing('S3_ENDPOINT');
  if (accessKeyId === undefined) throw missing('S3_ACCESS_KEY_ID');
  if (secretAccessKey === undefined) throw missing('S3_SECRET_ACCESS_KEY');
  return { endpoint, bucket, region: env.S3_REGION, accessKeyId, secretAccessKey };
}

/** The origin under which a server that listens there is reached from the same machine. */
export function originOf(host: string, portNumber: number, secure: boolean): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : isIPv6(host) ? `[${host}]` : host;
  return new URL(`${secure ? 'https' : 'http'}://${shown}:${portNumber}`).origin;
}
