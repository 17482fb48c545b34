import type { Backplane } from '../../ports/backplane.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import { AudienceService } from '../audience/audience.ts';
import { ShopFeed } from '../timeline/shop-feed.ts';
import { TimelineService } from '../timeline/timelines.ts';
import { EngagementProjector } from './engagement-projector.ts';
import { LivestreamService } from './livestreams.ts';
import type { ShowNewsDesk } from './show-ledger.ts';

export interface ShowParts {
  storage: Storage;
  backplane: Backplane;
  clock: Clock;
  news: ShowNewsDesk;
  endVideo: (streamId: string) => Promise<void>;
}

/** The shows, their timelines, and who is in them. */
export function createShows({ storage, backplane, clock, news, endVideo }: ShowParts) {
  const timelines = new TimelineService(storage, backplane, clock);
  const feed = new ShopFeed(timelines);
  const audience: AudienceService = new AudienceService({
    storage,
    backplane,
    clock,
    isOnAir: (streamId) => livestreams.isOnAir(streamId),
    knownPeak: (streamId) => livestreams.knownPeak(streamId),
  });
  const livestreams: LivestreamService = new LivestreamService({ storage, timelines, feed, audience, clock, news, endVideo });
  const projector = new EngagementProjector({ storage, presence: backplane.presence, onAir: livestreams.onAir });
  return { timelines, feed, audience, livestreams, projector };
}
