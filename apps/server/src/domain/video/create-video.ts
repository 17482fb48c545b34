import type { Backplane } from '../../ports/backplane.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { Storage } from '../../ports/storage.ts';
import type { VideoService } from '../../ports/video.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { HostWatch } from '../livestreams/host-watch.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { BanService } from '../moderation/bans.ts';
import { StageService } from '../stage/stage.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';
import { BroadcastKeyService } from './broadcast-keys.ts';
import type { LeasedVideo } from './placement.ts';
import { PlaybackReports } from './playback-reports.ts';
import { VideoPutOut } from './put-out.ts';
import { VideoAccess } from './video.ts';
import { VideoHealthService } from './video-health.ts';

export interface VideoParts {
  storage: Storage;
  backplane: Backplane;
  livestreams: LivestreamService;
  feed: ShopFeed;
  bans: BanService;
  audit: AuditLog;
  clock: Clock;
  video: VideoService;
  placement: LeasedVideo;
  /** Milliseconds that a host may stay away before the show ends. */
  hostAwayLimit: number;
  onPlayback: Metrics['played'];
}

/** Whose picture goes where, who may see it, and how it is. */
export function createVideo(parts: VideoParts) {
  const { storage, backplane, livestreams, feed, bans, audit, clock, video, placement } = parts;
  const stage = new StageService({ storage, livestreams, feed, bans, audit, video, placement, clock });
  const playback = new PlaybackReports({ clock, onReport: parts.onPlayback });
  const broadcastKeys = new BroadcastKeyService({ livestreams, video, audit, clock });
  return {
    stage,
    playback,
    broadcastKeys,
    access: new VideoAccess({ service: video, livestreams, keys: broadcastKeys, bans }),
    hostWatch: new HostWatch({
      storage,
      livestreams,
      video: placement,
      closeViewers: (streamId) => video.closeViewers(streamId),
      nodeDied: (streamId) => stage.nodeDied(streamId),
      clock,
      awayLimit: parts.hostAwayLimit,
      mediaIsOurs: video.signalling !== null,
    }),
    videoPutOut: new VideoPutOut({ storage, livestreams, feed, bans, stage, video }),
    videoHealth: new VideoHealthService({ livestreams, backplane, playback, provider: video.provider, clock }),
  };
}
