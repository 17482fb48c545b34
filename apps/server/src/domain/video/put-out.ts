import { HOST_SEAT } from '@vitrine/protocol';
import type { Storage } from '../../ports/storage.ts';
import type { VideoEvent, VideoService } from '../../ports/video.ts';
import { mayRun } from '../actor.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import { isOnAir } from '../livestreams/on-air.ts';
import type { BanService } from '../moderation/bans.ts';
import type { ActiveBan } from '../services.ts';
import type { StageService } from '../stage/stage.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';

/**
 * Ends the video of those who may no longer have it, at once: who is banned, whose account is gone or runs the show no longer, and the viewers
 * of a show that has become private. Each node does it to what goes through it; that they stay out is the care of `VideoAccess`.
 */
export class VideoPutOut {
  readonly #storage: Storage;
  readonly #livestreams: LivestreamService;
  readonly #feed: ShopFeed;
  readonly #bans: BanService;
  readonly #stage: StageService;
  readonly #video: VideoService;
  /** Whose picture comes to this node from a show's host seat. */
  readonly #hosts = new Map<string, string>();
  /** Shows on air that this node knows to be private. */
  readonly #private = new Set<string>();

  constructor(parts: {
    storage: Storage;
    livestreams: LivestreamService;
    feed: ShopFeed;
    bans: BanService;
    stage: StageService;
    video: VideoService;
  }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#feed = parts.feed;
    this.#bans = parts.bans;
    this.#stage = parts.stage;
    this.#video = parts.video;
  }

  /** From now on; once what is on air has been read, and the bans. */
  start(onError: (error: unknown) => void): void {
    for (const { _id, visibility } of this.#livestreams.onAir.all()) if (visibility === 'private') this.#private.add(_id);
    this.#bans.onChange((ban, isLifted) => void (isLifted || this.#banned(ban).catch(onError)));
    this.#feed.on('account_changed', ({ userId }) => void this.#accountChanged(userId).catch(onError));
    this.#feed.on('show_changed', ({ livestreamId, change }) => void this.#showChanged(livestreamId, change).catch(onError));
  }
  follow(event: VideoEvent): void {
    if ((event.type !== 'publisher_up' && event.type !== 'publisher_lost') || event.seat !== HOST_SEAT) return;
    if (event.type === 'publisher_up') this.#hosts.set(event.streamId, event.userId);
    else this.#hosts.delete(event.streamId);
  }

  async #banned({ subjectId, streamId, until }: ActiveBan): Promise<void> {
    // A timeout is from writing; who has one may watch.
    if (until === null) await this.#putOut(subjectId, streamId);
  }
  async #accountChanged(userId: string): Promise<void> {
    const user = await this.#storage.users.byId(userId);
    if (!user) {
      await this.#putOut(userId, null);
      return;
    }
    const actor = { id: user._id, role: user.role, name: user.name, sessionHash: null };
    for (const [streamId, hostId] of this.#hosts) {
      if (hostId !== userId) continue;
      const show = await this.#storage.livestreams.byId(streamId);
      if (show && !mayRun(actor, show.createdBy)) await this.#video.evict(streamId, userId);
    }
  }
  async #showChanged(id: string, change: string): Promise<void> {
    const show = await this.#storage.livestreams.byId(id);
    if (!show || !isOnAir(show) || show.visibility !== 'private') {
      this.#private.delete(id);
      return;
    }
    if (this.#private.has(id)) return;
    this.#private.add(id);
    if (change === 'started') return;
    // The staff among them come back by themselves; the others get no credentials any more.
    await this.#video.closeViewers(id);
    for (const { _id } of show.guests) {
      const user = await this.#storage.users.byId(_id);
      if (user?.role === 'customer') await this.#stage.putOff(_id, id);
    }
  }
  async #putOut(userId: string, streamId: string | null): Promise<void> {
    await this.#stage.putOff(userId, streamId);
    const streamIds = streamId === null ? this.#livestreams.onAir.all().map(({ _id }) => _id) : [streamId];
    for (const id of streamIds) await this.#video.evict(id, userId);
  }
}
