import type { Logger } from 'pino';
import { createLocalBackplane } from './adapters/backplane/local.ts';
import { openSqliteStorage } from './adapters/storage/sqlite/index.ts';
import { createSfu } from './adapters/video/sfu/index.ts';
import type { Config } from './config.ts';
import { AccountService, tokenSecret } from './domain/accounts/accounts.ts';
import { ShowAnalytics } from './domain/analytics/analytics.ts';
import { AudienceService } from './domain/audience/audience.ts';
import { CatalogueService } from './domain/catalogue/catalogue.ts';
import { ChatService } from './domain/chat/chat.ts';
import { LikeService } from './domain/likes/likes.ts';
import { RateLimitService } from './domain/limits/limits.ts';
import { LivestreamService } from './domain/livestreams/livestreams.ts';
import { OrderService } from './domain/orders/orders.ts';
import { PinService } from './domain/pins/pins.ts';
import type { Services } from './domain/services.ts';
import { TimelineService } from './domain/timeline/timelines.ts';
import { VideoAccess } from './domain/video/video.ts';
import type { Clock } from './ports/clock.ts';
import type { VideoEvent } from './ports/video.ts';

/** How often another node's unannounced entries are looked for. */
const LOOK_INTERVAL = 2_000;
const PEAK_INTERVAL = 1_000;
const SWEEP_INTERVAL = 15_000;

export interface Context {
  readonly services: Services;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The composition root: picks the adapters, makes the domain, runs its periodic jobs. The only importer of adapters. */
export async function createContext({ config, logger, clock }: { config: Config; logger: Logger; clock: Clock }): Promise<Context> {
  const storage = await openSqliteStorage({
    directory: config.dataDir,
    onFatal: (error) => {
      // Nothing can be stored any more: whoever supervises the process starts it anew, and clients come back by themselves.
      logger.fatal(error, 'the store is gone');
      throw error;
    },
  });
  const backplane = createLocalBackplane();
  const secret = await tokenSecret(storage);
  const sfu = createSfu({
    udpPort: config.video.udpPort,
    bindAddress: config.host,
    announcedAddress: config.video.announcedAddress,
    tokenSecret: secret,
    clock,
    logger,
  });

  const limits = new RateLimitService(backplane);
  const timelines = new TimelineService(storage, backplane, clock);
  const audience: AudienceService = new AudienceService({
    storage,
    backplane,
    clock,
    isOnAir: (streamId) => livestreams.isOnAir(streamId),
    knownPeak: (streamId) => livestreams.knownPeak(streamId),
  });
  const livestreams: LivestreamService = new LivestreamService({
    storage,
    timelines,
    audience,
    clock,
    endVideo: (streamId) => sfu.end(streamId).catch((error) => logger.error(error, 'the video of an ended show could not be closed')),
  });
  const currency = config.shop.currency;
  const catalogue = new CatalogueService({ storage, livestreams, timelines, clock, currency });
  const orders = new OrderService({ storage, livestreams, catalogue, timelines, limits, clock, currency });
  const accounts = new AccountService({ storage, limits, clock, secret });
  const services: Services = {
    accounts,
    livestreams,
    timelines,
    chat: new ChatService({ storage, timelines, livestreams, limits, clock }),
    likes: new LikeService({ storage, livestreams, clock }),
    audience,
    pins: new PinService({ storage, livestreams, clock }),
    catalogue,
    orders,
    analytics: new ShowAnalytics({ storage, livestreams, audience, currency }),
    video: new VideoAccess({ service: sfu, livestreams }),
    limits,
  };

  const settleOwed = async (): Promise<void> => {
    await livestreams.settleOwed();
    await orders.settleOwed();
  };
  const raisePeaks = async (): Promise<void> => {
    for (const { streamId, peakViewers } of audience.takeRaisedPeaks()) await livestreams.raisePeak(streamId, peakViewers);
  };
  const followVideo = async (event: VideoEvent): Promise<void> => {
    if (event.type === 'publisher_lost') await livestreams.interrupt(event.streamId);
    else if (event.type === 'publisher_up') await livestreams.resume(event.streamId);
  };
  sfu.onEvent((event) => void followVideo(event).catch((error) => logger.error(error, 'a show did not follow its video')));
  livestreams.onStarted((streamId) => audience.started(streamId));
  try {
    await livestreams.load();
    await settleOwed();
    await sfu.start();
  } catch (error) {
    await sfu[Symbol.asyncDispose]();
    await storage[Symbol.asyncDispose]();
    throw error;
  }

  const every = (interval: number, job: () => Promise<void>): NodeJS.Timeout =>
    setInterval(() => job().catch((error) => logger.warn(error, 'a periodic job failed; it runs again')), interval).unref();
  const jobs = [
    every(LOOK_INTERVAL, () => timelines.look()),
    every(PEAK_INTERVAL, raisePeaks),
    every(SWEEP_INTERVAL, async () => {
      await settleOwed();
      await accounts.sweep();
    }),
  ];

  return {
    services,
    async [Symbol.asyncDispose]() {
      for (const job of jobs) clearInterval(job);
      await raisePeaks().catch((error) => logger.warn(error, 'the last peak was not stored'));
      timelines[Symbol.dispose]();
      await sfu[Symbol.asyncDispose]();
      await backplane[Symbol.asyncDispose]();
      await storage[Symbol.asyncDispose]();
    },
  };
}
