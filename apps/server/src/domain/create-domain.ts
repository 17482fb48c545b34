import { createAccounts } from './accounts/create-accounts.ts';
import { ShowAnalytics } from './analytics/analytics.ts';
import { ShowSampler } from './analytics/sampler.ts';
import { WatchHistoryService } from './audience/watch-history.ts';
import { AuditList } from './audit/audit-list.ts';
import { AuditLog } from './audit/audit-log.ts';
import { createChat } from './chat/create-chat.ts';
import type { DomainOptions, DomainPorts } from './domain-ports.ts';
import { LikeService } from './likes/likes.ts';
import { RateLimitService } from './limits/limits.ts';
import { createShows } from './livestreams/create-shows.ts';
import { ShowDeletionService } from './livestreams/show-deletions.ts';
import { createOutside } from './outside/create-outside.ts';
import { ShowNews } from './outside/show-news.ts';
import { RecommendationService } from './recommendations/recommendations.ts';
import { createRecordings } from './recordings/create-recordings.ts';
import { RehearsalService } from './rehearsals/rehearsals.ts';
import { systemTimers } from './rehearsals/timers.ts';
import { ReminderService } from './reminders/reminders.ts';
import { CaptionService } from './replays/captions.ts';
import { ReplayService } from './replays/replays.ts';
import { createSelling } from './selling.ts';
import type { Services } from './services.ts';
import { SystemService } from './system/system.ts';
import { createVideo } from './video/create-video.ts';

export type Domain = ReturnType<typeof createDomain>;

/** Makes every service and ties them together; nothing runs yet. `services` is what the edges see, the rest is for `run-domain.ts`. */
export function createDomain(ports: DomainPorts, options: DomainOptions) {
  const { storage, backplane, video, videoPlacement, leases, clock, mailTransport, webhookSender, pushSenders, gateways } = ports;
  const { blobs, recordingBlobs, rawRecordings, images } = ports;
  const { parts, publicUrl, secret, hostAwayLimit, defaults, onTried, onPlayback, onWarning, warn } = options;
  const limits = new RateLimitService(backplane);
  const { deliveries, mails, webhooks, push } = createOutside({
    ...{ storage, clock, mailTransport, webhookSender, pushSenders, onTried },
    onError: warn('a delivery is tried again later'),
  });
  const endVideo = async (streamId: string): Promise<void> => {
    await video.end(streamId).catch(warn('the video of an ended show could not be closed'));
    await videoPlacement.free(streamId).catch(warn('the place of an ended show’s video was not given back'));
  };
  const news = new ShowNews({ storage, webhooks, push, clock });
  const { timelines, feed, audience, livestreams, projector } = createShows({ storage, backplane, clock, news, endVideo });
  const selling = createSelling({
    storage,
    livestreams,
    timelines,
    feed,
    limits,
    clock,
    mails,
    webhooks,
    gateways,
    blobs,
    images,
    defaults,
    publicUrl,
    onError: warn('part of a sale is done later'),
  });
  const { shop, catalogue, pins, orders, payments, uploads } = selling;
  const system = new SystemService({
    parts,
    leases,
    isBackplaneConnected: () => backplane.isConnected(),
    onWarning,
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
    publicUrl,
    secret,
  });
  const audit = new AuditLog({ storage, clock });
  const { bans, chat, moderation, questions } = createChat({ storage, timelines, feed, livestreams, limits, audit, clock, shop });
  const { stage, playback, broadcastKeys, access, hostWatch, videoPutOut, videoHealth } = createVideo({
    ...{ storage, backplane, livestreams, feed, bans, audit, clock, video, hostAwayLimit, onPlayback },
    placement: videoPlacement,
  });
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
  const recording = createRecordings({
    storage,
    livestreams,
    feed,
    audit,
    leases,
    clock,
    recorder: video.recorder ?? null,
    raw: rawRecordings,
    blobs: recordingBlobs,
    images,
    warn: warn('a recording could not be made as it was to be'),
  });
  const showDeletions = new ShowDeletionService({
    storage,
    livestreams,
    feed,
    audit,
    blobs: recordingBlobs,
    clock,
    onError: warn('what hung on a deleted show is removed later'),
  });
  const rehearsals = new RehearsalService({
    livestreams,
    timelines,
    audience,
    chat,
    likes,
    questions,
    pins,
    timers: systemTimers,
    onError: warn('a simulated viewer could not do what it wanted'),
  });
  const services: Services = {
    system,
    accounts,
    profiles,
    people,
    livestreams,
    showDeletions,
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
    stage,
    history: new WatchHistoryService({ storage, audience, clock }),
    recommendations: new RecommendationService({ storage, audience, clock }),
    video: access,
    broadcastKeys,
    recordings: recording.service,
    rehearsals,
    replays: new ReplayService({ storage, livestreams, audit }),
    captions: new CaptionService({ storage, livestreams, audit, clock }),
    playback,
    videoHealth,
    limits,
    webhooks,
    reminders: new ReminderService({ storage, livestreams, feed, clock, onError: warn('a reminder was not told') }),
    push,
    status: { storeAnswers: () => storage.isReachable(), nodesHearEachOther: () => backplane.isConnected() },
  };
  return {
    services,
    accounts,
    analytics,
    audience,
    bans,
    deliveries,
    endVideo,
    feed,
    hostWatch,
    likes,
    livestreams,
    moderation,
    projector,
    questions,
    recording,
    rehearsals,
    sampler,
    selling,
    showDeletions,
    stage,
    system,
    timelines,
    videoHealth,
    videoPutOut,
  };
}
