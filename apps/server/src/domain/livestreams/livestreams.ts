import { randomUUID } from 'node:crypto';
import {
  type Livestream,
  type LivestreamDetail,
  type LivestreamInput,
  type LivestreamPatch,
  type LivestreamQuery,
  LivestreamSettings,
  type LivestreamStatus,
} from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { GuestRecord, LivestreamChanges, LivestreamRecord, OwedEntry, Page, Storage } from '../../ports/storage.ts';
import { type Actor, isStaff, mayModerate, mayRun } from '../actor.ts';
import type { AudienceService } from '../audience/audience.ts';
import { productInShow } from '../catalogue/product-in-show.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../ids.ts';
import { Listeners } from '../listeners.ts';
import type { LivestreamState, Livestreams } from '../services.ts';
import { stageView } from '../stage/guests.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';
import type { TimelineService } from '../timeline/timelines.ts';
import { HostSlot } from './host-slot.ts';
import { engagementOf, livestreamView, readCounts, readEngagement, withoutBlockedWords } from './livestream-view.ts';
import { isOnAir, ON_AIR, OnAirShows } from './on-air.ts';
import { ShowLedger, type ShowNewsDesk } from './show-ledger.ts';

const ANY_STATUS: LivestreamStatus[] = ['scheduled', 'live', 'interrupted', 'ended'];
const BEFORE_THE_END: LivestreamStatus[] = ['scheduled', 'live', 'interrupted'];
/** A start without a picture: the host has this long to send one before it counts as away. */
const FIRST_PICTURE = 60_000;

/** Shows: made, edited, started, stopped. Status changes by compare-and-set; the entry that a change owes is named in the same write. */
export class LivestreamService implements Livestreams {
  readonly onAir: OnAirShows;
  readonly #storage: Storage;
  readonly #timelines: TimelineService;
  readonly #feed: ShopFeed;
  readonly #audience: AudienceService;
  readonly #clock: Clock;
  readonly #endVideo: (streamId: string) => Promise<void>;
  readonly #ledger: ShowLedger;
  readonly #hostSlot: HostSlot;
  /** Shows whose host's picture arrives on this node. */
  readonly #withPicture = new Set<string>();
  readonly #started = new Listeners<[string]>();
  readonly #hidden = new Listeners<[string]>();
  readonly #changed = new Listeners<[string]>();

  constructor(parts: {
    storage: Storage;
    timelines: TimelineService;
    feed: ShopFeed;
    audience: AudienceService;
    clock: Clock;
    /** Left out where nobody outside is to hear of shows. */
    news?: ShowNewsDesk;
    endVideo: (streamId: string) => Promise<void>;
  }) {
    this.#storage = parts.storage;
    this.#timelines = parts.timelines;
    this.#feed = parts.feed;
    this.#audience = parts.audience;
    this.#clock = parts.clock;
    this.#endVideo = parts.endVideo;
    this.#ledger = new ShowLedger(parts);
    this.#hostSlot = new HostSlot(parts);
    this.onAir = new OnAirShows(parts.storage);
  }

  /** Reads what is on air and follows what other nodes make of it; once, before anyone is served. */
  async load(onError: (error: unknown) => void): Promise<void> {
    this.#feed.on('show_changed', ({ livestreamId, change }) => void this.#hear(livestreamId, change).catch(onError));
    await this.onAir.load();
  }
  isOnAir(streamId: string): boolean {
    return this.onAir.get(streamId) !== undefined;
  }
  /** The most viewers at once so far; 0 for a show that is not on air. */
  knownPeak(streamId: string): number {
    return this.onAir.get(streamId)?.peakViewers ?? 0;
  }
  /** The shows on air that have this product pinned. */
  showing(productId: string): string[] {
    return this.onAir.showing(productId);
  }
  onStarted(listener: (streamId: string) => void): () => void {
    return this.#started.add(listener);
  }
  onHidden(listener: (streamId: string) => void): () => void {
    return this.#hidden.add(listener);
  }
  onChanged(listener: (streamId: string) => void): () => void {
    return this.#changed.add(listener);
  }
  listed(id: string): Pick<LivestreamRecord, 'status' | 'pinnedProducts'> | null {
    const record = this.onAir.get(id);
    return record?.visibility === 'public' ? { status: record.status, pinnedProducts: record.pinnedProducts } : null;
  }

  async create(actor: Actor, input: LivestreamInput): Promise<Livestream> {
    if (actor.role !== 'admin' && actor.role !== 'host') throw new DomainError('forbidden', 'Only hosts and admins make shows.');
    await this.#assertSold(input.lineup.map(({ productId }) => productId));
    const now = this.#clock.now();
    const { scheduledFor, settings, rehearsal, ...given } = input;
    const record: LivestreamRecord = {
      ...given,
      ...(rehearsal && { rehearsal, visibility: 'private' as const }),
      _id: newId(this.#clock),
      epoch: randomUUID(),
      createdBy: actor.id,
      hostName: actor.name ?? '',
      status: 'scheduled',
      run: 0,
      startTime: null,
      endTime: null,
      scheduledFor: scheduledFor === null ? null : Date.parse(scheduledFor),
      recordingUrl: null,
      recording: null,
      chapters: null,
      settings: LivestreamSettings.parse({ ...settings, ...(rehearsal && { recording: false }) }),
      pinnedProducts: [],
      pinnedMessage: null,
      guests: [],
      broadcastKey: null,
      hostAwaySince: null,
      peakViewers: 0,
      engagement: null,
      owed: [],
      createdAt: now,
      updatedAt: now,
    };
    await this.#storage.livestreams.insert(record);
    return this.#view(record);
  }

  async get(actor: Actor | null, id: string): Promise<LivestreamDetail> {
    const record = await this.visible(actor, id);
    const [engagement, products] = await Promise.all([
      readEngagement(this.#storage, id, this.#audience.count(id)),
      this.#storage.products.byIds(record.pinnedProducts),
    ]);
    const view = {
      ...livestreamView(record, engagement, this.#clock.now()),
      products: products.map((product) => productInShow(product, record)),
    };
    return actor && mayModerate(actor, record.createdBy) ? view : withoutBlockedWords(view);
  }

  async preview(id: string): Promise<LivestreamRecord | null> {
    const record = this.onAir.get(id) ?? (await this.#storage.livestreams.byId(id));
    return record?.visibility === 'private' ? null : record;
  }

  async list(actor: Actor | null, query: LivestreamQuery): Promise<Page<Livestream>> {
    const { items, nextCursor } = await this.#storage.livestreams.list({
      statuses: query.status ? [query.status] : [...ON_AIR],
      limit: query.limit,
      ...(isStaff(actor) ? {} : { visibilities: ['public' as const] }),
      ...(query.cursor ? { cursor: query.cursor } : {}),
      ...(query.search ? { search: query.search } : {}),
      ...(query.tag ? { tag: query.tag } : {}),
    });
    const listed = await Promise.all(items.filter(isKept).map((record) => this.#listed(record)));
    const views = listed.map((view) => (actor && mayModerate(actor, view.createdBy) ? view : withoutBlockedWords(view)));
    return nextCursor === undefined ? { items: views } : { items: views, nextCursor };
  }

  async update(actor: Actor, id: string, patch: LivestreamPatch): Promise<Livestream> {
    const record = await this.runnable(actor, id);
    const { isActive, ...edits } = patch;
    if (Object.keys(edits).length > 0) await this.#edit(actor, record, edits);
    if (isActive === true) return (await this.start(actor, id)).livestream;
    if (isActive === false) return (await this.stop(actor, id)).livestream;
    return this.#view(await this.#record(id));
  }

  async start(actor: Actor, id: string): Promise<{ livestream: Livestream; offset: number }> {
    const record = await this.runnable(actor, id);
    if (record.status === 'ended') throw new DomainError('ended', 'The show has ended: make a new one.');
    await this.#hostSlot.claim(record.createdBy, id);
    const now = this.#clock.now();
    const run = record.run + 1;
    const owes: OwedEntry = { streamId: id, key: `started:${run}`, type: 'stream_started', actorId: actor.id, data: { run } };
    const hostAwaySince = this.#withPicture.has(id) ? null : now + FIRST_PICTURE;
    const changed = await this.#storage.livestreams.change(
      id,
      ['scheduled'],
      { status: 'live', run, startTime: now, hostAwaySince, updatedAt: now },
      owes,
    );
    // Lost against another start, or started before: the entry is the same one.
    const current = changed ?? (await this.#record(id));
    if (current.status === 'ended') throw new DomainError('ended', 'The show has ended.');
    this.onAir.remember(current);
    if (changed) this.#started.tell(id);
    const offset = await this.#ledger.pay(current, { ...owes, key: `started:${current.run}`, data: { run: current.run } });
    return { livestream: await this.#view(current), offset };
  }

  async stop(actor: Actor, id: string): Promise<{ livestream: Livestream; offset: number }> {
    const record = await this.runnable(actor, id);
    await this.raisePeak(id, this.#audience.peak(id));
    const now = this.#clock.now();
    const run = Math.max(1, record.run);
    const duration = record.startTime === null ? 0 : Math.max(0, Math.round((now - record.startTime) / 1000));
    const owes: OwedEntry = { streamId: id, key: `stopped:${run}`, type: 'stream_stopped', actorId: actor.id, data: { run, duration } };
    const changed = await this.#storage.livestreams.change(
      id,
      BEFORE_THE_END,
      { status: 'ended', endTime: now, hostAwaySince: null, guests: [], updatedAt: now, ...(record.run === 0 ? { run } : {}) },
      owes,
    );
    const current = changed ?? (await this.#record(id));
    this.onAir.remember(current);
    try {
      const offset = await this.#ledger.pay(current, owes);
      return { livestream: await this.#view(current), offset };
    } finally {
      // The show is over from the change on, whether or not its entry could be written yet.
      if (changed) await this.#endVideo(id);
    }
  }

  /** Whether the host's picture arrives on this node. */
  hasPicture(id: string): boolean {
    return this.#withPicture.has(id);
  }
  /** The host's picture has come to this node: a show that waited for it goes on. */
  async pictureCame(id: string): Promise<void> {
    this.#withPicture.add(id);
    await this.#turn(id, 'interrupted', 'live', 'stream_resumed', null);
    const changed = await this.#storage.livestreams.change(id, ['live'], { hostAwaySince: null });
    if (changed) this.onAir.remember(changed);
  }
  /** What arrived on this node was left over: another has the show's picture. */
  forgetPicture(id: string): void {
    this.#withPicture.delete(id);
  }
  /** The host's picture is lost: viewers keep their places. Nothing happens to a show that is not live. */
  async pictureLost(id: string): Promise<void> {
    this.#withPicture.delete(id);
    await this.#turn(id, 'live', 'interrupted', 'stream_interrupted', this.#clock.now());
  }

  async state(id: string): Promise<LivestreamState> {
    const record = await this.#record(id);
    return {
      status: record.status,
      visibility: record.visibility,
      createdBy: record.createdBy,
      startTime: record.startTime === null ? null : new Date(record.startTime).toISOString(),
      peakViewers: Math.max(record.peakViewers, this.knownPeak(id)),
      pinnedProducts: record.pinnedProducts,
      pinnedMessage: record.pinnedMessage,
      guests: stageView(record),
      settings: record.settings,
    };
  }

  /** The record, for whoever may see it: a private show is hidden from all but the shop's staff. */
  async visible(actor: Actor | null, id: string): Promise<LivestreamRecord> {
    const record = await this.#record(id);
    if (record.visibility === 'private' && !isStaff(actor)) throw new DomainError('not_found', 'There is no such show.');
    return record;
  }
  /** The record, for whoever may run the show. */
  async runnable(actor: Actor, id: string): Promise<LivestreamRecord> {
    const record = await this.visible(actor, id);
    if (!mayRun(actor, record.createdBy)) throw new DomainError('forbidden', 'Only its host and admins may run this show.');
    return record;
  }

  /** Changes the pins together with the entry they owe, for an actor who may run the show. */
  changePins(actor: Actor, id: string, productIds: string[], key: string): Promise<number> {
    return this.changeWith(id, { pinnedProducts: productIds }, { key, type: 'pins_changed', actorId: actor.id, data: { productIds } });
  }
  /** Changes a show that has not ended together with the entry it owes; the same key again gives the offset it was written at. */
  async changeWith(id: string, changes: LivestreamChanges, fact: Omit<OwedEntry, 'streamId'>): Promise<number> {
    const known = await this.#storage.timeline.byKey(id, fact.key);
    if (known) return known.offset;
    const owes = { ...fact, streamId: id };
    const changed = await this.#storage.livestreams.change(id, BEFORE_THE_END, { ...changes, updatedAt: this.#clock.now() }, owes);
    if (!changed) throw new DomainError('ended', 'The show has ended.');
    this.onAir.remember(changed);
    return this.#ledger.pay(changed, owes);
  }

  /** Changes the guests of a show that has not ended, with the entry it owes; null when it has, or they are no longer those of `show`. */
  async changeStage(show: LivestreamRecord, guests: GuestRecord[], actorId: string): Promise<LivestreamRecord | null> {
    const { _id: id } = show;
    // Names are read when it is told: none stays behind in the timeline when its account is deleted.
    const nameless = stageView({ guests }).map((guest) => ({ ...guest, name: '' }));
    const owes: OwedEntry = {
      streamId: id,
      key: `stage:${newId(this.#clock)}`,
      type: 'stage_changed',
      actorId,
      data: { guests: nameless },
    };
    const changed = await this.#storage.livestreams.change(id, BEFORE_THE_END, { guests, updatedAt: this.#clock.now() }, owes, show);
    if (!changed) return null;
    this.onAir.remember(changed);
    await this.#ledger.pay(changed, owes);
    return changed;
  }

  /** The record whoever asks, or null: for what proves itself by a secret of the show's own. */
  recordOf(id: string): Promise<LivestreamRecord | null> {
    return this.#storage.livestreams.byId(id);
  }
  async setBroadcastKey(id: string, broadcastKey: LivestreamRecord['broadcastKey']): Promise<void> {
    const changed = await this.#storage.livestreams.change(id, BEFORE_THE_END, { broadcastKey });
    if (!changed) throw new DomainError('ended', 'The show has ended.');
    this.onAir.remember(changed);
  }

  async raisePeak(id: string, peakViewers: number): Promise<void> {
    if (this.onAir.raisePeak(id, peakViewers)) await this.#storage.livestreams.raisePeak(id, peakViewers);
  }
  settleOwed(): Promise<void> {
    return this.#ledger.payAll();
  }

  async #edit(actor: Actor, record: LivestreamRecord, edits: Omit<LivestreamPatch, 'isActive'>): Promise<void> {
    const { settings, scheduledFor, ...rest } = edits;
    if (record.rehearsal && ((rest.visibility ?? 'private') !== 'private' || settings?.recording))
      throw new DomainError('invalid', 'A rehearsal stays private, and is not recorded.');
    if (rest.lineup) await this.#assertSold(rest.lineup.map(({ productId }) => productId));
    const changes: LivestreamChanges = {
      ...rest,
      ...(scheduledFor === undefined ? {} : { scheduledFor: scheduledFor === null ? null : Date.parse(scheduledFor) }),
      updatedAt: this.#clock.now(),
    };
    const cause = newId(this.#clock);
    if (settings && record.status !== 'ended') {
      const all = LivestreamSettings.parse({ ...record.settings, ...settings });
      const fact = { key: `settings:${cause}`, type: 'settings_changed', actorId: actor.id, data: { settings: all } } as const;
      await this.changeWith(record._id, { ...changes, settings: all }, fact);
      return;
    }
    const changed = await this.#storage.livestreams.change(record._id, ANY_STATUS, changes);
    if (!changed) return;
    this.onAir.remember(changed);
    await this.#ledger.edited(record._id, cause);
  }
  async #assertSold(productIds: string[]): Promise<void> {
    if (productIds.length === 0) return;
    const sold = new Set((await this.#storage.products.byIds(productIds)).flatMap(({ _id, archived }) => (archived ? [] : [_id])));
    const missing = productIds.findIndex((id) => !sold.has(id));
    if (missing >= 0)
      throw new DomainError('invalid', 'A product is named that the shop does not sell.', {
        fields: [{ path: `lineup.${missing}.productId`, message: 'unknown product' }],
      });
  }
  async #turn(
    id: string,
    from: LivestreamStatus,
    to: LivestreamStatus,
    type: 'stream_interrupted' | 'stream_resumed',
    hostAwaySince: number | null,
  ): Promise<void> {
    const record = await this.#storage.livestreams.byId(id);
    if (record?.status !== from) return;
    const now = this.#clock.now();
    const owes: OwedEntry = { streamId: id, key: `${to}:${record.run}:${now}`, type, data: { run: record.run } };
    const changed = await this.#storage.livestreams.change(id, [from], { status: to, hostAwaySince, updatedAt: now }, owes);
    if (!changed) return;
    this.onAir.remember(changed);
    await this.#ledger.pay(changed, owes);
  }
  /** A show has changed, here or on another node. */
  async #hear(id: string, change: 'edited' | 'started' | 'stopped' | 'interrupted' | 'resumed'): Promise<void> {
    const record = await this.onAir.refresh(id);
    if (!record) return;
    if (change === 'started') this.#started.tell(id);
    this.#changed.tell(id);
    if (record.visibility === 'private') this.#hidden.tell(id);
    if (record.visibility !== 'public' || (change !== 'started' && change !== 'stopped')) return;
    const livestream = withoutBlockedWords(await this.#view(record));
    if (change === 'started')
      this.#timelines.announce({ type: 'stream_started', livestream, at: livestream.startTime ?? livestream.updatedAt });
    else
      this.#timelines.announce({
        type: 'stream_stopped',
        livestream,
        at: livestream.endTime ?? livestream.updatedAt,
        duration: livestream.duration,
      });
  }
  async #record(id: string): Promise<LivestreamRecord> {
    const record = await this.#storage.livestreams.byId(id);
    if (!record) throw new DomainError('not_found', 'There is no such show.');
    return record;
  }
  async #view(record: LivestreamRecord): Promise<Livestream> {
    return livestreamView(record, await readCounts(this.#storage, record._id, this.#audience.count(record._id)), this.#clock.now());
  }
  /** As a list shows it: from the projection where there is one, so that a page of shows is one question to the store. */
  async #listed(record: LivestreamRecord): Promise<Livestream> {
    if (record.engagement === null) return this.#view(record);
    const viewerCount = isOnAir(record) ? Math.max(this.#audience.count(record._id), record.engagement.viewerCount) : 0;
    return livestreamView(record, engagementOf(record.engagement, viewerCount), this.#clock.now());
  }
}

/** A rehearsal that is over is in no list any more. */
export const isKept = ({ rehearsal, status }: LivestreamRecord): boolean => !(rehearsal && status === 'ended');
