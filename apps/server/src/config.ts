import { isIPv6 } from 'node:net';
import { isAbsolute, resolve } from 'node:path';
import { type Env, Variables } from './config-variables.ts';

/** An environment as `process.env` is. */
export type Environment = Record<string, string | undefined>;

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
  /** The customers' phone apps that open this shop's links. */
  apps: { android: { id: string; fingerprints: string[] } | null; iosId: string | null };
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
    apps: { android: androidAppOf(env), iosId: env.IOS_APP_ID ?? null },
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
function androidAppOf(env: Env): Config['apps']['android'] {
  assertTogether(env, 'ANDROID_APP_ID', 'ANDROID_APP_FINGERPRINTS');
  const { ANDROID_APP_ID: id, ANDROID_APP_FINGERPRINTS: fingerprints } = env;
  return id !== undefined && fingerprints !== undefined ? { id, fingerprints } : null;
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
