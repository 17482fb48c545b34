import { randomUUID } from 'node:crypto';
import type { SystemWarning } from '@vitrine/protocol';
import type { Logger } from 'pino';
import { createLocalBackplane } from './adapters/backplane/local.ts';
import { createRedisBackplane } from './adapters/backplane/redis/index.ts';
import { openBlobs } from './adapters/blobs/index.ts';
import { SharpEncoder } from './adapters/images/sharp.ts';
import { createPrometheusMetrics } from './adapters/metrics/prometheus.ts';
import { openOutside } from './adapters/outside.ts';
import { paymentGateways } from './adapters/payments/index.ts';
import { observedStorage } from './adapters/storage/observed.ts';
import { openSqliteStorage } from './adapters/storage/sqlite/index.ts';
import { createSfu } from './adapters/video/sfu/index.ts';
import type { Config } from './config.ts';
import { tokenSecret } from './domain/accounts/accounts.ts';
import { createAccounts } from './domain/accounts/create-accounts.ts';
import { ShowAnalytics } from './domain/analytics/analytics.ts';
import { ShowSampler } from './domain/analytics/sampler.ts';
import { AudienceService } from './domain/audience/audience.ts';
import { AuditList } from './domain/audit/audit-list.ts';
import { AuditLog } from './domain/audit/audit-log.ts';
import { ChatService } from './domain/chat/chat.ts';
import { WordLists } from './domain/chat/word-lists.ts';
import { LEASE_BEAT, LeaseKeeper } from './domain/leases/lease-keeper.ts';
import { LikeService } from './domain/likes/likes.ts';
import { RateLimitService } from './domain/limits/limits.ts';
import { EngagementProjector } from './domain/livestreams/engagement-projector.ts';
import { HostWatch } from './domain/livestreams/host-watch.ts';
import { LivestreamService } from './domain/livestreams/livestreams.ts';
import { BanService } from './domain/moderation/bans.ts';
import { ModerationService } from './domain/moderation/moderation.ts';
import { Deliveries } from './domain/outside/deliveries.ts';
import { MailService } from './domain/outside/mails.ts';
import { PushService } from './domain/outside/push.ts';
import { ShowNews } from './domain/outside/show-news.ts';
import { WebhookService } from './domain/outside/webhooks.ts';
import { QuestionService } from './domain/questions/questions.ts';
import { RecommendationService } from './domain/recommendations/recommendations.ts';
import { ReminderService } from './domain/reminders/reminders.ts';
import { createSelling } from './domain/selling.ts';
import type { Services } from './domain/services.ts';
import { SystemService } from './domain/system/system.ts';
import { ShopFeed } from './domain/timeline/shop-feed.ts';
import { TimelineService } from './domain/timeline/timelines.ts';
import { LeasedVideo, nodeName } from './domain/video/placement.ts';
import { VideoAccess } from './domain/video/video.ts';
import { VERSION } from './http/health/version.ts';
import { PeriodicJobs } from './periodic-jobs.ts';
import type { Backplane } from './ports/backplane.ts';
import type { Clock } from './ports/clock.ts';
import type { Metrics } from './ports/metrics.ts';
import type { Storage } from './ports/storage.ts';

/** How often another node's unannounced entries are looked for. */
const LOOK_INTERVAL = 2_000;
const PEAK_INTERVAL = 1_000;
const PROJECTION_INTERVAL = 1_000;
const HOST_LOOK_INTERVAL = 5_000;
const DELIVERY_INTERVAL = 5_000;
const SWEEP_INTERVAL = 15_000;
const SYSTEM_INTERVAL = 5_000;
const BAN_LOOK_INTERVAL = 15_000;
const FIGURES_INTERVAL = 2_000;
const SAMPLE_INTERVAL = 15_000;
const ATTENDANCE_INTERVAL = 60_000;
/** Who holds it runs the jobs that one node does for all. */
const JOBS_LEASE = 'jobs';

const SYSTEM_WARNINGS: Record<SystemWarning, string> = {
  nodes_without_redis:
    'several nodes are alive without REDIS_URL: chat reaches other nodes late, counts and rate limits are each node’s own',
  redis_away: 'Redis does not answer: nothing is lost, but what is said here reaches the other nodes late',
  files_on_one_node: 'several nodes keep uploads in folders of their own: set S3_* or share DATA_DIR',
};

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

/** The composition root: picks the adapters, makes the domain, runs its periodic jobs. The only importer of adapters. */
export async function createContext(parts: ContextParts, overrides: ContextOverrides = {}): Promise<Context> {
  // The embedded store has one process at a time: it takes its own leases back at once after a restart.
  const nodeId = parts.config.mongoUri === null ? 'embedded' : nodeName(randomUUID(), parts.config.nodeUrl);
  const storage = overrides.storage ?? (await openStorage(parts));
  const open: AsyncDisposable[] = [storage];
  try {
    return await compose(parts, nodeId, storage, overrides.backplane ?? openBackplane(parts, nodeId), open);
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

function openBackplane({ config, logger, clock }: ContextParts, nodeId: string): Backplane {
  return config.redisUrl === null ? createLocalBackplane() : createRedisBackplane({ url: config.redisUrl, nodeId, clock, logger });
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
  const sfu = createSfu({
    udpPort: config.video.udpPort,
    bindAddress: config.host,
    announcedAddress: config.video.announcedAddress,
    tokenSecret: secret,
    placement: videoPlacement,
    clock,
    logger,
  });
  open.push(sfu);

  const limits = new RateLimitService(backplane);
  const timelines = new TimelineService(storage, backplane, clock);
  const feed = new ShopFeed(timelines);
  const audience: AudienceService = new AudienceService({
    storage,
    backplane,
    clock,
    isOnAir: (streamId) => livestreams.isOnAir(streamId),
    knownPeak: (streamId) => livestreams.knownPeak(streamId),
  });
  const warn =
    (what: string) =>
    (error: unknown): void =>
      logger.warn(error, what);
  const outside = await openOutside(config, storage.settings, logger);
  open.push(outside.mailTransport);
  const deliveries = new Deliveries({
    jobs: storage.jobs,
    clock,
    onError: warn('a delivery is tried again later'),
    onTried: metrics.tried,
  });
  open.push(deliveries);
  const mails = new MailService({ deliveries, transport: outside.mailTransport });
  const webhooks = new WebhookService({ storage, deliveries, sender: outside.sender, clock });
  const push = new PushService({ storage, deliveries, senders: outside.pushSenders, clock });
  const endVideo = async (streamId: string): Promise<void> => {
    await sfu.end(streamId).catch(warn('the video of an ended show could not be closed'));
    await videoPlacement.free(streamId).catch(warn('the place of an ended show’s video was not given back'));
  };
  const livestreams: LivestreamService = new LivestreamService({
    storage,
    timelines,
    feed,
    audience,
    clock,
    news: new ShowNews({ storage, webhooks, push, clock }),
    endVideo,
  });
  const hostWatch = new HostWatch({
    storage,
    livestreams,
    video: videoPlacement,
    clock,
    awayLimit: config.hostAwayLimit,
    mediaIsOurs: sfu.signalling !== null,
  });
  const projector = new EngagementProjector({ storage, presence: backplane.presence, onAir: livestreams.onAir });
  const selling = createSelling({
    storage,
    livestreams,
    timelines,
    feed,
    limits,
    clock,
    mails,
    webhooks,
    gateways: paymentGateways(config, clock),
    blobs: openBlobs(config),
    images: new SharpEncoder(),
    defaults: config.shop,
    publicUrl: config.publicUrl,
    onError: warn('part of a sale is done later'),
  });
  const { shop, catalogue, pins, orders, payments, uploads } = selling;
  const system = new SystemService({
    parts: {
      version: VERSION,
      storage: config.mongoUri === null ? 'sqlite' : 'mongodb',
      backplane: config.redisUrl === null ? 'local' : 'redis',
      video: sfu.provider,
      filesAreShared: config.mongoUri === null || config.s3 !== null,
    },
    leases,
    isBackplaneConnected: () => backplane.isConnected(),
    onWarning: (warning) => logger.warn({ warning }, SYSTEM_WARNINGS[warning]),
  });
  const { accounts, profiles, people } = createAccounts({
    storage,
    timelines,
    livestreams,
    feed,
    limits,
    clock,
    mails,
    shop: {
      get name() {
        return shop.settings.name;
      },
    },
    publicUrl: config.publicUrl,
    secret,
  });
  const audit = new AuditLog({ storage, clock });
  const words = new WordLists(shop);
  const bans = new BanService({ storage, feed, livestreams, audit, clock });
  const chat = new ChatService({
    storage,
    timelines,
    livestreams,
    bans,
    words,
    limits,
    clock,
    onHeld: (streamId) => moderation.waitingChanged(streamId),
  });
  const moderation: ModerationService = new ModerationService({
    storage,
    timelines,
    feed,
    livestreams,
    chat,
    bans,
    limits,
    audit,
    clock,
  });
  const questions = new QuestionService({ storage, timelines, livestreams, bans, words, limits, audit, clock });
  const likes = new LikeService({ storage, livestreams, bans, clock });
  const analytics = new ShowAnalytics({
    storage,
    livestreams,
    timelines,
    audience,
    likes,
    clock,
    currency: () => shop.settings.currency,
  });
  const sampler = new ShowSampler({ storage, audience, clock, onAir: () => livestreams.onAir.all() });
  const services: Services = {
    system,
    accounts,
    profiles,
    people,
    livestreams,
    timelines,
    chat,
    moderation,
    bans,
    questions,
    audit: new AuditList(storage.audit),
    likes,
    audience,
    pins,
    shop,
    catalogue,
    orders,
    payments,
    uploads,
    analytics,
    recommendations: new RecommendationService({ storage, audience, clock }),
    video: new VideoAccess({ service: sfu, livestreams }),
    limits,
    webhooks,
    reminders: new ReminderService({ storage, livestreams, feed, clock, onError: warn('a reminder was not told') }),
    push,
    status: { storeAnswers: () => storage.isReachable(), nodesHearEachOther: () => backplane.isConnected() },
  };

  const raisePeaks = async (): Promise<void> => {
    for (const { streamId, peakViewers } of audience.takeRaisedPeaks()) await livestreams.raisePeak(streamId, peakViewers);
  };
  /** What half-done work is finished by. */
  const settle = async (): Promise<void> => {
    await livestreams.settleOwed();
    await selling.sweep();
  };
  let following: Promise<unknown> = Promise.resolve();
  sfu.onEvent((event) => {
    const followed = hostWatch.follow(event).catch((error) => logger.error(error, 'a show did not follow its video'));
    following = Promise.all([following, followed]);
  });
  const publishing = new Set<string>();
  sfu.onEvent((event) => {
    if (event.type === 'publisher_up') publishing.add(event.streamId);
    else if (event.type === 'publisher_lost') publishing.delete(event.streamId);
    else publishing.clear();
    metrics.publishers(publishing.size);
  });
  livestreams.onStarted((streamId) => audience.started(streamId));
  feed.on('show_changed', ({ livestreamId, change }) => {
    // A message of a show that is over may have been deleted.
    if (change === 'edited' && !livestreams.isOnAir(livestreamId)) projector.ended(livestreamId);
    if (change !== 'stopped') return;
    projector.ended(livestreamId);
    // The show may have been ended on a node that does not have its video.
    void endVideo(livestreamId);
    audience.ended(livestreamId);
  });
  await livestreams.load((error) => logger.warn(error, 'a change of a show was not followed'));
  for (const { _id } of livestreams.onAir.all()) audience.started(_id);
  await selling.load();
  await bans.load(warn('a ban was not followed'));
  await feed.start();
  await leases.want(JOBS_LEASE);
  await system.join();
  await settle();
  await sfu.start();

  const jobs = new PeriodicJobs(logger);
  /** Runs it on one node at a time. */
  const onOneNode = (interval: number, name: string, job: (term: number) => Promise<unknown>): void =>
    jobs.every(interval, name, async () => {
      const term = leases.term(JOBS_LEASE);
      if (term !== null) await job(term);
    });
  jobs.every(LEASE_BEAT, 'leases', () => leases.beat());
  jobs.every(SYSTEM_INTERVAL, 'system', () => system.look());
  jobs.every(LOOK_INTERVAL, 'look', () => timelines.look());
  if (config.mongoUri !== null) {
    jobs.every(LOOK_INTERVAL, 'likes', () => likes.look());
    jobs.every(LOOK_INTERVAL, 'questions', () => questions.look());
    jobs.every(LOOK_INTERVAL, 'moderation', () => moderation.look());
  }
  jobs.every(BAN_LOOK_INTERVAL, 'bans', () => bans.look());
  jobs.every(PEAK_INTERVAL, 'peaks', raisePeaks);
  jobs.every(DELIVERY_INTERVAL, 'deliveries', () => deliveries.run());
  jobs.every(FIGURES_INTERVAL, 'figures', () => analytics.tell());
  jobs.every(ATTENDANCE_INTERVAL, 'attendance', () => audience.attendance.flush());
  onOneNode(SAMPLE_INTERVAL, 'samples', () => sampler.sample());
  onOneNode(PROJECTION_INTERVAL, 'projection', (term) => projector.run(term));
  onOneNode(HOST_LOOK_INTERVAL, 'hosts', () => hostWatch.look());
  onOneNode(SWEEP_INTERVAL, 'sweep', async () => {
    await settle();
    await accounts.sweep();
    await deliveries.sweep();
    await bans.sweep();
  });

  return {
    services,
    metrics,
    async [Symbol.asyncDispose]() {
      await deliveries[Symbol.asyncDispose]();
      await jobs.stop();
      await outside.mailTransport[Symbol.asyncDispose]();
      const lastly = async (work: Promise<unknown>, failure: string): Promise<void> => {
        await work.catch((error) => logger.warn(error, failure));
      };
      await lastly(raisePeaks(), 'the last peak was not stored');
      await lastly(audience.attendance.flush(), 'who was there last was not stored');
      await sfu[Symbol.asyncDispose]();
      // Hosts whose picture went with the server: viewers hear of it from the next one.
      await following;
      await lastly(system.leave(), 'this node could not take its leave');
      await lastly(leases.releaseAll(), 'a lease was not given back; another node takes it over');
      feed[Symbol.dispose]();
      timelines[Symbol.dispose]();
      await backplane[Symbol.asyncDispose]();
      await storage[Symbol.asyncDispose]();
    },
  };
}
