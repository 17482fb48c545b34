import { isDeepStrictEqual } from 'node:util';
import { type Guest, HOST_SEAT, type StageAnswer } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { GuestRecord, LivestreamRecord, Storage } from '../../ports/storage.ts';
import type { VideoEvent, VideoService } from '../../ports/video.ts';
import { type Actor, isStaff, mayRun, SHOP_ITSELF } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { DomainError } from '../errors.ts';
import { InOrder } from '../in-order.ts';
import { Listeners } from '../listeners.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import { BEFORE_THE_END } from '../livestreams/on-air.ts';
import type { BanService } from '../moderation/bans.ts';
import type { Stage, StageStanding } from '../services.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';
import type { LeasedVideo } from '../video/placement.ts';
import { accepted, guestOf, invited, isOnStage, lost, removed, shown, silenced, stageView, withoutLapsed } from './guests.ts';
import { STAGE_LIMITS } from './limits.ts';

type Step = (guests: GuestRecord[], now: number) => GuestRecord[];

/**
 * Guests beside the host. Who they are stands in the show's document and changes by compare-and-set, so that hosts who act at once on two
 * nodes fill no more seats than there are; the node that a guest's picture comes to makes the video follow the document.
 */
export class StageService implements Stage {
  readonly #storage: Storage;
  readonly #livestreams: LivestreamService;
  readonly #feed: ShopFeed;
  readonly #bans: BanService;
  readonly #audit: AuditLog;
  readonly #video: VideoService;
  readonly #placement: LeasedVideo;
  readonly #clock: Clock;
  readonly #turns = new InOrder();
  /** The guests whose pictures come to this node, by show. */
  readonly #here = new Map<string, Set<string>>();
  /** Each show's stage as this node last saw it; shows without guests are left out. */
  readonly #seen = new Map<string, { from: string; guests: readonly Guest[] }>();
  readonly #changed = new Listeners<[string, string, StageStanding]>();

  constructor(parts: {
    storage: Storage;
    livestreams: LivestreamService;
    feed: ShopFeed;
    bans: BanService;
    audit: AuditLog;
    video: VideoService;
    placement: LeasedVideo;
    clock: Clock;
  }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#feed = parts.feed;
    this.#bans = parts.bans;
    this.#audit = parts.audit;
    this.#video = parts.video;
    this.#placement = parts.placement;
    this.#clock = parts.clock;
  }

  /** Reads who is on stage and follows what becomes of it on every node; once, before anyone is served. */
  async load(onError: (error: unknown) => void): Promise<void> {
    this.#feed.on('show_changed', ({ livestreamId }) => void this.#turns.run(livestreamId, () => this.#see(livestreamId)).catch(onError));
    for (const show of await this.#withGuests()) this.#seen.set(show._id, { from: show.hostName, guests: stageView(show) });
  }

  async invite(actor: Actor, streamId: string, userId: string): Promise<StageAnswer> {
    const show = await this.#livestreams.runnable(actor, streamId);
    const user = await this.#storage.users.byId(userId);
    if (!user) throw new DomainError('not_found', 'Only somebody with an account can be asked on stage.');
    this.#assertMayCome(show, { id: user._id, role: user.role, name: user.name, sessionHash: null });
    const done = await this.#change(streamId, actor, (guests, now) => invited(guests, user, now));
    if (done.isChanged) await this.#record(actor, 'stage.invite', streamId, user.name, { userId });
    return { guests: stageView(done.show) };
  }

  async accept(actor: Actor, streamId: string): Promise<StageAnswer> {
    await this.#livestreams.visible(actor, streamId);
    this.#bans.assertMay(actor, streamId, 'only bans');
    const done = await this.#change(streamId, actor, (guests, now) => accepted(guests, actor.id, now));
    if (done.isChanged) await this.#record(actor, 'stage.accept', streamId, actor.name ?? '', {});
    return { guests: stageView(done.show) };
  }

  async mute(actor: Actor, streamId: string, userId: string, muted: boolean): Promise<StageAnswer> {
    await this.#livestreams.runnable(actor, streamId);
    const done = await this.#change(streamId, actor, (guests) => silenced(guests, userId, muted));
    const name = guestOf(done.show.guests, userId)?.name ?? '';
    if (done.isChanged) await this.#record(actor, muted ? 'stage.mute' : 'stage.unmute', streamId, name, { userId });
    return { guests: stageView(done.show) };
  }

  async remove(actor: Actor, streamId: string, userId: string): Promise<StageAnswer> {
    const show = await this.#livestreams.visible(actor, streamId);
    const isOwn = actor.id === userId;
    if (!isOwn && !mayRun(actor, show.createdBy)) throw new DomainError('forbidden', 'Only who runs the show puts guests off the stage.');
    const done = await this.#change(streamId, actor, (guests) => removed(guests, userId));
    const name = guestOf(show.guests, userId)?.name ?? '';
    if (done.isChanged) await this.#record(actor, isOwn ? 'stage.leave' : 'stage.remove', streamId, name, { userId });
    return { guests: stageView(done.show) };
  }

  async guests(streamId: string): Promise<Guest[]> {
    const show = await this.#storage.livestreams.byId(streamId);
    return show ? stageView(show) : [];
  }
  standing(streamId: string, userId: string): StageStanding {
    const seen = this.#seen.get(streamId);
    return { guest: seen?.guests.find(({ _id }) => _id === userId) ?? null, from: seen?.from ?? '' };
  }
  onStanding(listener: (streamId: string, userId: string, standing: StageStanding) => void): () => void {
    return this.#changed.add(listener);
  }

  /** Takes somebody off every stage who may be there no longer (of this show alone, when one is named). */
  async putOff(userId: string, streamId: string | null): Promise<void> {
    for (const [id, { guests }] of this.#seen)
      if ((streamId === null || id === streamId) && guests.some(({ _id }) => _id === userId))
        await this.#change(id, SHOP_ITSELF, (standing) => removed(standing, userId));
  }

  /** What a guest's picture does, on the node that it comes to. */
  async follow(event: VideoEvent): Promise<void> {
    if ((event.type !== 'publisher_up' && event.type !== 'publisher_lost') || event.seat === HOST_SEAT) return;
    const { streamId, seat } = event;
    const here = this.#here.get(streamId) ?? new Set();
    if (event.type === 'publisher_up') here.add(seat);
    else here.delete(seat);
    if (here.size > 0) this.#here.set(streamId, here);
    else this.#here.delete(streamId);
    await this.#turns.run(streamId, async () => {
      // First the lease, as for a host: a guest whose picture is there must never look as if its node had died.
      if (here.has(seat) && this.#video.signalling !== null) await this.#placement.place(streamId);
      await this.#agree(streamId, seat).catch(ignoreEnded);
    });
  }

  /** The node that the guests' pictures came to has died, and they with it. */
  async nodeDied(streamId: string): Promise<void> {
    if (!this.#seen.has(streamId)) return;
    await this.#change(streamId, SHOP_ITSELF, (guests, now) => guests.reduce((before, { _id }) => lost(before, _id, now), guests)).catch(
      ignoreEnded,
    );
  }
  /**
   * Takes off whose time is over. The node that has a show's video brings what stands in the store into line with it. Any node may look at
   * any time.
   */
  async look(): Promise<void> {
    for (const { _id, guests } of await this.#withGuests()) {
      await this.#change(_id, SHOP_ITSELF, (standing) => standing).catch(ignoreEnded);
      if (!this.#placement.isHere(_id)) continue;
      for (const guest of guests) await this.#turns.run(_id, () => this.#agree(_id, guest._id)).catch(ignoreEnded);
    }
  }

  #assertMayCome(show: LivestreamRecord, user: Actor): void {
    if (user.id === show.createdBy) throw new DomainError('conflict', 'The host has a seat already.');
    if (isStaff(user)) return;
    if (show.visibility === 'private') throw new DomainError('forbidden', 'A private show is for the shop’s own people.');
    if (show.status === 'scheduled') throw new DomainError('not_live', 'Before the start only the shop’s own people come on stage.');
    const ban = this.#bans.of(user.id, show._id);
    if (ban && ban.until === null) throw new DomainError('banned', 'Who is banned can’t be asked on stage.');
  }

  /**
   * Changes the stage by compare-and-set, with those gone whose time is over. Only what nobody changed meanwhile is written; else the step is
   * taken again from what is there then.
   * @throws DomainError `not_found`, `ended`, or what the step throws.
   */
  async #change(streamId: string, actor: Actor, step: Step): Promise<{ show: LivestreamRecord; isChanged: boolean }> {
    for (let tries = 0; tries < STAGE_LIMITS.tries; tries += 1) {
      const show = await this.#storage.livestreams.byId(streamId);
      if (!show) throw new DomainError('not_found', 'There is no such show.');
      if (show.status === 'ended') throw new DomainError('ended', 'The show has ended.');
      const now = this.#clock.now();
      const guests = step(withoutLapsed(show.guests, now), now);
      if (guests === show.guests) return { show, isChanged: false };
      const changed = await this.#livestreams.changeStage(show, guests, actor.id);
      if (!changed) continue;
      // A hosted provider is told by who acts; our own media by the node that has it, when it sees the change.
      if (this.#video.signalling === null) await this.#tellProvider(show, changed);
      return { show: changed, isChanged: true };
    }
    throw new DomainError('in_progress', 'Many are changing the stage at once: try again.', { retryAfter: 1 });
  }

  /** The stage has been changed, here or on another node: who is concerned is told, and the video here follows. */
  async #see(streamId: string): Promise<void> {
    const show = await this.#storage.livestreams.byId(streamId);
    if (!show) return;
    const before = this.#seen.get(streamId)?.guests ?? [];
    const guests = stageView(show);
    if (guests.length > 0) this.#seen.set(streamId, { from: show.hostName, guests });
    else this.#seen.delete(streamId);
    for (const _id of new Set([...before, ...guests].map((guest) => guest._id))) {
      const guest = guests.find((one) => one._id === _id) ?? null;
      if (isDeepStrictEqual(guest, before.find((one) => one._id === _id) ?? null)) continue;
      this.#changed.tell(streamId, _id, { guest, from: show.hostName });
      await this.#makeFollow(show, _id);
    }
  }
  /** Brings the document into line with whether this guest's picture is here. */
  async #agree(streamId: string, userId: string): Promise<void> {
    const isHere = this.#here.get(streamId)?.has(userId) ?? false;
    const { show } = await this.#change(streamId, { ...SHOP_ITSELF, id: userId }, (guests, now) =>
      isHere ? shown(guests, userId) : lost(guests, userId, now),
    );
    await this.#makeFollow(show, userId);
  }
  /** The video here does what the document says: whoever is no guest is put out, whoever is silenced is not heard. */
  async #makeFollow(show: LivestreamRecord, userId: string): Promise<void> {
    if (this.#here.get(show._id)?.has(userId)) await this.#obey(show, userId);
  }
  async #tellProvider(before: LivestreamRecord, after: LivestreamRecord): Promise<void> {
    for (const guest of before.guests) {
      const now = guestOf(after.guests, guest._id);
      if (isOnStage(guest) && (now === null || now.muted !== guest.muted)) await this.#obey(after, guest._id);
    }
  }
  async #obey(show: LivestreamRecord, userId: string): Promise<void> {
    const guest = guestOf(show.guests, userId);
    if (!isOnStage(guest)) await this.#video.closeSeat(show._id, userId);
    else await this.#video.setMuted(show._id, userId, guest?.muted ?? false);
  }

  async #withGuests(): Promise<LivestreamRecord[]> {
    return (await this.#storage.livestreams.list({ statuses: BEFORE_THE_END, withGuests: true, limit: STAGE_LIMITS.lookedAt })).items;
  }
  #record(actor: Actor, action: string, streamId: string, target: string, details: Record<string, string>): Promise<void> {
    return this.#audit.record(actor, action, { streamId, target, details });
  }
}

/** It ended meanwhile, and its stage with it. */
function ignoreEnded(error: unknown): void {
  if (!(error instanceof DomainError && error.code === 'ended')) throw error;
}
