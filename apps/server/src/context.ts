import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SystemWarning } from '@vitrine/protocol';
import type { Logger } from 'pino';
import { createLocalBackplane } from './adapters/backplane/local.ts';
import { openBlobs } from './adapters/blobs/index.ts';
import { SharpEncoder } from './adapters/images/sharp.ts';
import { createPrometheusMetrics } from './adapters/metrics/prometheus.ts';
import { openOutside } from './adapters/outside.ts';
import { paymentGateways } from './adapters/payments/index.ts';
import { observedStorage } from './adapters/storage/observed.ts';
import { openSqliteStorage } from './adapters/storage/sqlite/index.ts';
import { createSfu } from './adapters/video/sfu/index.ts';
import { DiskRawRecordings } from './adapters/video/sfu/recording/raw-recordings.ts';
import type { Config } from './config.ts';
import { tokenSecret } from './domain/accounts/accounts.ts';
import { createDomain } from './domain/create-domain.ts';
import { LeaseKeeper } from './domain/leases/lease-keeper.ts';
import type { Services } from './domain/services.ts';
import { LeasedVideo, nodeName } from './domain/video/placement.ts';
import { VERSION } from './http/health/version.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Clock } from './ports/clock.ts';
import type { Metrics } from './ports/metrics.ts';
import type { Storage } from './ports/storage.ts';
import type { VideoPlacement, VideoService } from './ports/video.ts';
import { JOBS_LEASE, runDomain } from './run-domain.ts';

const SYSTEM_WARNINGS: Record<SystemWarning, string> = {
  nodes_without_redis:
    'several nodes are alive without REDIS_URL: chat reaches other nodes late, counts and rate limits are each node’s own',
  redis_away: 'Redis does not answer: nothing is lost, but what is said here reaches the other nodes late',
  files_on_one_node: 'several nodes keep uploads in folders of their own: set S3_* or share DATA_DIR',
};

/** Where in DATA_DIR shows are recorded while they run. */
const RAW_RECORDINGS = 'recording';

export interface ContextParts {
  config: Config;
  logger: Logger;
  clock: Clock;
}
/** What a test puts in the place of the configured adapters; the context disposes of it. */
export interface ContextOverrides {
  storage?: Storage;
  backplane?: Backplane;
}
export interface Context {
  readonly services: Services;
  readonly metrics: Metrics;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The composition root: picks the adapters, makes the domain on them, and brings it to life. The only importer of adapters. */
export async function createContext(parts: ContextParts, overrides: ContextOverrides = {}): Promise<Context> {
  // The embedded store has one process at a time: it takes its own leases back at once after a restart.
  const nodeId = parts.config.mongoUri === null ? 'embedded' : nodeName(randomUUID(), parts.config.nodeUrl);
  const storage = overrides.storage ?? (await openStorage(parts));
  const open: AsyncDisposable[] = [storage];
  try {
    return await compose(parts, nodeId, storage, overrides.backplane ?? (await openBackplane(parts, nodeId)), open);
  } catch (error) {
    for (const part of open.reverse()) await part[Symbol.asyncDispose]();
    throw error;
  }
}

async function openStorage({ config, logger, clock }: ContextParts): Promise<Storage> {
  if (config.mongoUri !== null) {
    // Only now: its driver is not needed by who runs on the embedded store, and takes a while to load.
    const { openMongoStorage } = await import('./adapters/storage/mongo/index.ts');
    return openMongoStorage({ uri: config.mongoUri, logger, clock });
  }
  return openSqliteStorage({
    directory: config.dataDir,
    onFatal: (error) => {
      // Nothing can be stored any more: whoever supervises the process starts it anew, and clients come back by themselves.
      logger.fatal(error, 'the store is gone');
      throw error;
    },
  });
}

async function openBackplane({ config, logger, clock }: ContextParts, nodeId: string): Promise<Backplane> {
  if (config.redisUrl === null) return createLocalBackplane();
  const { createRedisBackplane } = await import('./adapters/backplane/redis/index.ts');
  return createRedisBackplane({ url: config.redisUrl, nodeId, clock, logger });
}

/** Agora where it is set up, else the SFU inside the server. */
async function openVideo(
  { config, logger, clock }: ContextParts,
  parts: { storage: Storage; leases: LeaseKeeper; placement: VideoPlacement; raw: DiskRawRecordings; secret: string },
): Promise<VideoService> {
  const { storage, leases, placement, raw, secret } = parts;
  if (config.agora !== null) {
    // Only now: who has no account there need not load its token builder.
    const { createAgora } = await import('./adapters/video/agora/index.ts');
    const mayLook = (): boolean => leases.term(JOBS_LEASE) !== null;
    return createAgora({ config: config.agora, shows: storage.livestreams, mayLook, clock, logger });
  }
  return createSfu({
    udpPort: config.video.udpPort,
    bindAddress: config.host,
    announcedAddress: config.video.announcedAddress,
    maxViewers: config.video.maxViewers,
    ice: config.ice,
    tokenSecret: secret,
    recordings: { folderOf: (streamId) => raw.folderOf(streamId) },
    placement,
    clock,
    logger,
  });
}

/** `open` gets what has to be closed, in the order in which it was opened. */
async function compose(
  { config, logger, clock }: ContextParts,
  nodeId: string,
  store: Storage,
  backplane: Backplane,
  open: AsyncDisposable[],
): Promise<Context> {
  open.push(backplane);
  const metrics = createPrometheusMetrics();
  const storage = observedStorage(store, metrics, clock.monotonic);
  const secret = await tokenSecret(storage);
  const leases = new LeaseKeeper({ store: storage.leases, clock, nodeId });
  const videoPlacement = new LeasedVideo(leases);
  const raw = new DiskRawRecordings({ folder: join(config.dataDir, RAW_RECORDINGS), wallClock: clock.now, logger });
  const video = await openVideo({ config, logger, clock }, { storage, leases, placement: videoPlacement, raw, secret });
  open.push(video);
  const figures = video.figures?.bind(video);
  if (figures) metrics.watchVideo(figures);

  const outside = await openOutside(config, storage.settings, logger);
  open.push(outside.mailTransport);
  const domain = createDomain(
    {
      storage,
      backplane,
      video,
      videoPlacement,
      leases,
      clock,
      mailTransport: outside.mailTransport,
      webhookSender: outside.sender,
      pushSenders: outside.pushSenders,
      gateways: paymentGateways(config, clock),
      blobs: openBlobs(config, 'uploads'),
      recordingBlobs: openBlobs(config, 'recordings'),
      rawRecordings: raw,
      images: new SharpEncoder(),
    },
    {
      parts: {
        version: VERSION,
        storage: config.mongoUri === null ? 'sqlite' : 'mongodb',
        backplane: config.redisUrl === null ? 'local' : 'redis',
        video: video.provider,
        filesAreShared: config.mongoUri === null || config.s3 !== null,
      },
      publicUrl: config.publicUrl,
      secret,
      hostAwayLimit: config.hostAwayLimit,
      defaults: config.shop,
      onTried: metrics.tried,
      onPlayback: metrics.played,
      onWarning: (warning) => logger.warn({ warning }, SYSTEM_WARNINGS[warning]),
      warn: (what) => (error) => logger.warn(error, what),
    },
  );
  const end = await runDomain(domain, { video, leases, metrics, logger, isShared: config.mongoUri !== null });
  return {
    services: domain.services,
    metrics,
    async [Symbol.asyncDispose]() {
      await end();
      for (const part of open.reverse()) await part[Symbol.asyncDispose]();
    },
  };
}
