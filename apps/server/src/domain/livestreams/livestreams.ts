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
import type { LivestreamChanges, LivestreamRecord, OwedEntry, Page, Storage } from '../../ports/storage.ts';
import { type Actor, isStaff, mayRun } from '../actor.ts';
import type { AudienceService } from '../audience/audience.ts';
import { productView } from '../catalogue/product-view.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../ids.ts';
import { Listeners } from '../listeners.ts';
import { OneAtATime } from '../one-at-a-time.ts';
import type { LivestreamState, Livestreams } from '../services.ts';
import type { TimelineService } from '../timeline/timelines.ts';
import { livestreamView, readCounts, readEngagement } from './livestream-view.ts';

const ON_AIR = ['live', 'interrupted'] as const;
/** How many owing documents one sweep takes. */
const SWEEP = 100;
/** Shows on air that are looked through for a host's other show, and at start-up. */
const MAX_ON_AIR = 1_000;

/** Shows: made, edited, started, stopped. Status changes by compare-and-set; the entry that a change owes is named in the same write. */
export class LivestreamService implements Livestreams {
  readonly #storage: Storage;
  readonly #timelines: TimelineService;
  readonly #audience: AudienceService;
  readonly #clock: Clock;
  readonly #endVideo: (streamId: string) => Promise<void>;
  /** Shows on air, by id: what pins and prices are looked up against without asking the store. */
  readonly #onAir = new Map<string, LivestreamRecord>();
  readonly #started = new Listeners<[string]>();
  /** By host: two shows of one host started at once must not both find the air free. */
  readonly #oneAtATime = new OneAtATime();

  constructor(parts: {
    storage: Storage;
    timelines: TimelineService;
    audience: AudienceService;
    clock: Clock;
    endVideo: (streamId: string) => Promise<void>;
  }) {
    this.#storage = parts.storage;
    this.#timelines = parts.timelines;
    this.#audience = parts.audience;
    this.#clock = parts.clock;
    this.#endVideo = parts.endVideo;
  }

  /** Reads what is on air; once, before anyone is served. */
  async load(): Promise<void> {
    const { items } = await this.#storage.livestreams.list({ statuses: [...ON_AIR], limit: MAX_ON_AIR });
    for (const record of items) this.#onAir.set(record._id, record);
  }
  isOnAir(streamId: string): boolean {
    return this.#onAir.has(streamId);
  }
  /** The most viewers at once so far; 0 for a show that is not on air. */
  knownPeak(streamId: string): number {
    return this.#onAir.get(streamId)?.peakViewers ?? 0;
  }
  /** The shows on air that have this product pinned. */
  showing(productId: string): string[] {
    return [...this.#onAir.values()].filter((show) => show.pinnedProducts.includes(productId)).map((show) => show._id);
  }
  onStarted(listener: (streamId: string) => void): () => void {
    return this.#started.add(listener);
  }

  async create(actor: Actor, input: LivestreamInput): Promise<Livestream> {
    if (actor.role !== 'admin' && actor.role !== 'host') throw new DomainError('forbidden', 'Only hosts and admins make shows.');
    const now = this.#clock.now();
    const record: LivestreamRecord = {
      _id: newId(this.#clock),
      epoch: randomUUID(),
      title: input.title,
      description: input.description,
      createdBy: actor.id,
      hostName: actor.name ?? '',
      status: 'scheduled',
      run: 0,
      startTime: null,
      endTime: null,
      scheduledFor: input.scheduledFor === null ? null : Date.parse(input.scheduledFor),
      thumbnailUrl: input.thumbnailUrl,
      recordingUrl: null,
      quality: input.quality,
      visibility: input.visibility,
      tags: input.tags,
      settings: LivestreamSettings.parse(input.settings ?? {}),
      lineup: input.lineup,
      pinnedProducts: [],
      pinnedMessage: null,
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
    return { ...livestreamView(record, engagement, this.#clock.now()), products: products.map(productView) };
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
    const views = await Promise.all(items.map((record) => this.#view(record)));
    return nextCursor === undefined ? { items: views } : { items: views, nextCursor };
  }

  async update(actor: Actor, id: string, patch: LivestreamPatch): Promise<Livestream> {
    const record = await this.runnable(actor, id);
    const { isActive, settings, scheduledFor, ...rest } = patch;
    if (Object.keys(patch).some((field) => field !== 'isActive')) {
      const changes: LivestreamChanges = {
        ...rest,
        ...(scheduledFor === undefined ? {} : { scheduledFor: scheduledFor === null ? null : Date.parse(scheduledFor) }),
        ...(settings ? { settings: LivestreamSettings.parse({ ...record.settings, ...settings }) } : {}),
        updatedAt: this.#clock.now(),
      };
      const changed = await this.#storage.livestreams.change(id, ['scheduled', 'live', 'interrupted', 'ended'], changes);
      if (changed) this.#remember(changed);
    }
    if (isActive === true) return (await this.start(actor, id)).livestream;
    if (isActive === false) return (await this.stop(actor, id)).livestream;
    return this.#view(await this.#record(id));
  }

  async start(actor: Actor, id: string): Promise<{ livestream: Livestream; offset: number }> {
    const { createdBy } = await this.runnable(actor, id);
    return this.#oneAtATime.run(createdBy, () => this.#start(actor, id));
  }
  async #start(actor: Actor, id: string): Promise<{ livestream: Livestream; offset: number }> {
    const record = await this.#record(id);
    if (record.status === 'ended') throw new DomainError('ended', 'The show has ended: make a new one.');
    const other = [...this.#onAir.values()].find((show) => show.createdBy === record.createdBy && show._id !== id);
    if (other) throw new DomainError('already_live', `“${other.title}” is still on air: end it first.`);
    const now = this.#clock.now();
    const run = record.run + 1;
    const owes: OwedEntry = { streamId: id, key: `started:${run}`, type: 'stream_started', actorId: actor.id, data: { run } };
    const changed = await this.#storage.livestreams.change(
      id,
      ['scheduled'],
      { status: 'live', run, startTime: now, updatedAt: now },
      owes,
    );
    // Lost against another start, or started before: the entry is the same one.
    const current = changed ?? (await this.#record(id));
    if (current.status === 'ended') throw new DomainError('ended', 'The show has ended.');
    this.#remember(current);
    if (changed) this.#started.tell(id);
    const { offset, isNews } = await this.#pay(current, { ...owes, key: `started:${current.run}`, data: { run: current.run } });
    const livestream = await this.#view(current);
    if (isNews && current.visibility === 'public')
      this.#timelines.announce({ type: 'stream_started', livestream, at: livestream.startTime ?? new Date(now).toISOString() });
    return { livestream, offset };
  }

  async stop(actor: Actor, id: string): Promise<{ livestream: Livestream; offset: number }> {
    const { createdBy } = await this.runnable(actor, id);
    return this.#oneAtATime.run(createdBy, () => this.#stop(actor, id));
  }
  async #stop(actor: Actor, id: string): Promise<{ livestream: Livestream; offset: number }> {
    const record = await this.#record(id);
    await this.raisePeak(id, this.#audience.peak(id));
    const now = this.#clock.now();
    const run = Math.max(1, record.run);
    const duration = record.startTime === null ? 0 : Math.max(0, Math.round((now - record.startTime) / 1000));
    const owes: OwedEntry = { streamId: id, key: `stopped:${run}`, type: 'stream_stopped', actorId: actor.id, data: { run, duration } };
    const changed = await this.#storage.livestreams.change(
      id,
      ['scheduled', 'live', 'interrupted'],
      { status: 'ended', endTime: now, updatedAt: now, ...(record.run === 0 ? { run } : {}) },
      owes,
    );
    const current = changed ?? (await this.#record(id));
    this.#remember(current);
    try {
      const { offset, isNews } = await this.#pay(current, owes);
      const livestream = await this.#view(current);
      if (isNews && current.visibility === 'public') {
        const { endTime, duration: onAir } = livestream;
        this.#timelines.announce({ type: 'stream_stopped', livestream, at: endTime ?? new Date(now).toISOString(), duration: onAir });
      }
      return { livestream, offset };
    } finally {
      // The show is over from the change on, whether or not its entry could be written yet.
      if (changed) await this.#endVideo(id);
    }
  }

  /** The host's picture is lost: viewers keep their places. Nothing happens to a show that is not live. */
  interrupt(id: string): Promise<void> {
    return this.#turn(id, 'live', 'interrupted', 'stream_interrupted');
  }
  /** It is back. */
  resume(id: string): Promise<void> {
    return this.#turn(id, 'interrupted', 'live', 'stream_resumed');
  }

  async state(id: string): Promise<LivestreamState> {
    const record = this.#onAir.get(id) ?? (await this.#record(id));
    return {
      status: record.status,
      visibility: record.visibility,
      createdBy: record.createdBy,
      startTime: record.startTime === null ? null : new Date(record.startTime).toISOString(),
      peakViewers: record.peakViewers,
      pinnedProducts: record.pinnedProducts,
    };
  }

  /** The record, for whoever may see it: a private show is hidden from all but the shop's staff. */
  async visible(actor: Actor | null, id: string): Promise<LivestreamRecord> {
    const record = await this.#record(id);
    if (record.visibility === 'private' && !isStaff(actor)) throw new DomainError('not_found', 'There is no such show.');
    return record;
  }

  /** Changes the pins together with the entry they owe, for an actor who may run the show. */
  async changePins(actor: Actor, id: string, productIds: string[], key: string): Promise<number> {
    const known = await this.#storage.timeline.byKey(id, key);
    if (known) return known.offset;
    const owes: OwedEntry = { streamId: id, key, type: 'pins_changed', actorId: actor.id, data: { productIds } };
    const changed = await this.#storage.livestreams.change(
      id,
      ['scheduled', 'live', 'interrupted'],
      { pinnedProducts: productIds, updatedAt: this.#clock.now() },
      owes,
    );
    if (!changed) throw new DomainError('ended', 'The show has ended.');
    this.#remember(changed);
    return (await this.#pay(changed, owes)).offset;
  }

  async raisePeak(id: string, peakViewers: number): Promise<void> {
    const record = this.#onAir.get(id);
    if (!record || record.peakViewers >= peakViewers) return;
    this.#onAir.set(id, { ...record, peakViewers });
    await this.#storage.livestreams.raisePeak(id, peakViewers);
  }

  async settleOwed(): Promise<void> {
    for (const record of await this.#storage.livestreams.owing(SWEEP)) {
      for (const { streamId, ...fact } of record.owed) {
        await this.#timelines.append(streamId, fact);
        await this.#storage.livestreams.settle(record._id, fact.key);
      }
    }
  }

  /**
   * Writes what the record owes, oldest first, so that a start whose write failed still comes before the end. `isNews` unless the entry
   * had been written and settled before.
   */
  async #pay(record: LivestreamRecord, owes: OwedEntry): Promise<{ offset: number; isNews: boolean }> {
    const isNews = record.owed.some(({ key }) => key === owes.key);
    for (const { streamId, ...fact } of isNews ? record.owed : [...record.owed, owes]) {
      const { offset } = await this.#timelines.append(streamId, fact);
      await this.#storage.livestreams.settle(record._id, fact.key);
      if (fact.key === owes.key) return { offset, isNews };
    }
    throw new Error(`${record._id} was to write ${owes.key}`);
  }
  async #turn(id: string, from: LivestreamStatus, to: LivestreamStatus, type: 'stream_interrupted' | 'stream_resumed'): Promise<void> {
    const record = this.#onAir.get(id);
    if (record?.status !== from) return;
    const now = this.#clock.now();
    const owes: OwedEntry = { streamId: id, key: `${to}:${record.run}:${now}`, type, data: { run: record.run } };
    const changed = await this.#storage.livestreams.change(id, [from], { status: to, updatedAt: now }, owes);
    if (!changed) return;
    this.#remember(changed);
    await this.#pay(changed, owes);
  }
  async #record(id: string): Promise<LivestreamRecord> {
    const record = await this.#storage.livestreams.byId(id);
    if (!record) throw new DomainError('not_found', 'There is no such show.');
    return record;
  }
  /** The record, for whoever may run the show. */
  async runnable(actor: Actor, id: string): Promise<LivestreamRecord> {
    const record = await this.visible(actor, id);
    if (!mayRun(actor, record.createdBy)) throw new DomainError('forbidden', 'Only its host and admins may run this show.');
    return record;
  }
  async #view(record: LivestreamRecord): Promise<Livestream> {
    return livestreamView(record, await readCounts(this.#storage, record._id, this.#audience.count(record._id)), this.#clock.now());
  }
  #remember(record: LivestreamRecord): void {
    if (record.status === 'live' || record.status === 'interrupted')
      this.#onAir.set(record._id, { ...record, peakViewers: Math.max(record.peakViewers, this.#onAir.get(record._id)?.peakViewers ?? 0) });
    else this.#onAir.delete(record._id);
  }
}
