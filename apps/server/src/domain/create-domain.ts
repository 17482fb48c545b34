import type { SystemWarning } from '@vitrine/protocol';
import type { Backplane } from '../ports/backplane.ts';
import type { BlobStore } from '../ports/blobs.ts';
import type { Clock } from '../ports/clock.ts';
import type { ImageEncoder } from '../ports/images.ts';
import type { MailTransport } from '../ports/mail.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { PaymentGateway } from '../ports/payments.ts';
import type { PushSender } from '../ports/push.ts';
import type { RawRecordings } from '../ports/recordings.ts';
import type { Storage } from '../ports/storage.ts';
import type { VideoService } from '../ports/video.ts';
import type { OutboundSender } from '../ports/webhook-sender.ts';
import { createAccounts } from './accounts/create-accounts.ts';
import { ShowAnalytics } from './analytics/analytics.ts';
import { ShowSampler } from './analytics/sampler.ts';
import { AudienceService } from './audience/audience.ts';
import { WatchHistoryService } from './audience/watch-history.ts';
import { AuditList } from './audit/audit-list.ts';
import { AuditLog } from './audit/audit-log.ts';
import { ChatService } from './chat/chat.ts';
import { WordLists } from './chat/word-lists.ts';
import type { LeaseKeeper } from './leases/lease-keeper.ts';
import { LikeService } from './likes/likes.ts';
import { RateLimitService } from './limits/limits.ts';
import { EngagementProjector } from './livestreams/engagement-projector.ts';
import { HostWatch } from './livestreams/host-watch.ts';
import { LivestreamService } from './livestreams/livestreams.ts';
import { BanService } from './moderation/bans.ts';
import { ModerationService } from './moderation/moderation.ts';
import { Deliveries } from './outside/deliveries.ts';
import { MailService } from './outside/mails.ts';
import { PushService } from './outside/push.ts';
import { ShowNews } from './outside/show-news.ts';
import { WebhookService } from './outside/webhooks.ts';
import { QuestionService } from './questions/questions.ts';
import { RecommendationService } from './recommendations/recommendations.ts';
import { createRecordings } from './recordings/create-recordings.ts';
import { ReminderService } from './reminders/reminders.ts';
import { ReplayService } from './replays/replays.ts';
import { createSelling } from './selling.ts';
import type { Services } from './services.ts';
import { StageService } from './stage/stage.ts';
import { type Parts, SystemService } from './system/system.ts';
import { ShopFeed } from './timeline/shop-feed.ts';
import { TimelineService } from './timeline/timelines.ts';
import { BroadcastKeyService } from './video/broadcast-keys.ts';
import type { LeasedVideo } from './video/placement.ts';
import { PlaybackReports } from './video/playback-reports.ts';
import { VideoPutOut } from './video/put-out.ts';
import { VideoAccess } from './video/video.ts';
import { VideoHealthService } from './video/video-health.ts';

/** What the domain stands on. */
export interface DomainPorts {
  storage: Storage;
  backplane: Backplane;
  video: VideoService;
  videoPlacement: LeasedVideo;
  leases: LeaseKeeper;
  clock: Clock;
  mailTransport: MailTransport;
  webhookSender: OutboundSender;
  pushSenders: readonly PushSender[];
  gateways: readonly PaymentGateway[];
  blobs: BlobStore;
  recordingBlobs: BlobStore;
  /** What this node's recorder leaves on the disk. */
  rawRecordings: RawRecordings;
  images: ImageEncoder;
}
export interface DomainOptions {
  parts: Parts;
  publicUrl: string;
  /** The secret that signs viewers' tokens. */
  secret: string;
  /** Milliseconds that a host may stay away before the show ends. */
  hostAwayLimit: number;
  /** The shop's name and currency until an admin settles others. */
  defaults: { name: string; currency: string };
  onTried: Metrics['tried'];
  onPlayback: Metrics['played'];
  onWarning: (warning: SystemWarning) => void;
  /** Gives the listener for errors of what goes on by itself; it says what did not work. */
  warn: (what: string) => (error: unknown) => void;
}
export type Domain = ReturnType<typeof createDomain>;

/** Makes every service and ties them together; nothing runs yet. `services` is what the edges see, the rest is for `run-domain.ts`. */
export function createDomain(ports: DomainPorts, options: DomainOptions) {
  const { storage, backplane, video, videoPlacement, leases, clock, mailTransport, webhookSender, pushSenders, gateways } = ports;
  const { blobs, recordingBlobs, rawRecordings, images } = ports;
  const { parts, publicUrl, secret, hostAwayLimit, defaults, onTried, onPlayback, onWarning, warn } = options;
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
  const deliveries = new Deliveries({
    jobs: storage.jobs,
    clock,
    onError: warn('a delivery is tried again later'),
    onTried,
  });
  const mails = new MailService({ deliveries, transport: mailTransport });
  const webhooks = new WebhookService({ storage, deliveries, sender: webhookSender, clock });
  const push = new PushService({ storage, deliveries, senders: pushSenders, clock });
  const endVideo = async (streamId: string): Promise<void> => {
    await video.end(streamId).catch(warn('the video of an ended show could not be closed'));
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
    closeViewers: (streamId) => video.closeViewers(streamId),
    nodeDied: (streamId) => stage.nodeDied(streamId),
    clock,
    awayLimit: hostAwayLimit,
    mediaIsOurs: video.signalling !== null,
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
  const words = new WordLists(shop);
  const bans = new BanService({ storage, feed, livestreams, audit, clock });
  const stage: StageService = new StageService({ storage, livestreams, feed, bans, audit, video, placement: videoPlacement, clock });
  const videoPutOut = new VideoPutOut({ storage, livestreams, feed, bans, stage, video });
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
  const playback = new PlaybackReports({ clock, onReport: onPlayback });
  const videoHealth = new VideoHealthService({ livestreams, backplane, playback, provider: video.provider, clock });
  const broadcastKeys = new BroadcastKeyService({ livestreams, video, audit, clock });
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
    stage,
    history: new WatchHistoryService({ storage, audience, clock }),
    recommendations: new RecommendationService({ storage, audience, clock }),
    video: new VideoAccess({ service: video, livestreams, keys: broadcastKeys, bans }),
    broadcastKeys,
    recordings: recording.service,
    replays: new ReplayService({ storage, livestreams, audit }),
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
    sampler,
    selling,
    stage,
    system,
    timelines,
    videoHealth,
    videoPutOut,
  };
}
