import type { LivestreamStatus } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { LivestreamRecord, OwedEntry, Storage } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import type { AudienceService } from '../audience/audience.ts';
import { DomainError } from '../errors.ts';
import type { HostSlot } from './host-slot.ts';
import { BEFORE_THE_END, type OnAirShows } from './on-air.ts';
import type { ShowLedger } from './show-ledger.ts';
import type { ShowViews } from './show-views.ts';

/** A start without a picture: the host has this long to send one before it counts as away. */
const FIRST_PICTURE = 60_000;

/** A show as it is, and the offset of the entry that made it so. */
export interface Turned {
  record: LivestreamRecord;
  offset: number;
}

/** Shows started, interrupted, resumed and stopped: the status changes by compare-and-set, the entry that it owes is named in the same write. */
export class ShowRuns {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #audience: AudienceService;
  readonly #onAir: OnAirShows;
  readonly #ledger: ShowLedger;
  readonly #hostSlot: HostSlot;
  readonly #views: ShowViews;
  readonly #endVideo: (streamId: string) => Promise<void>;
  readonly #tellStarted: (streamId: string) => void;
  /** Shows whose host's picture arrives on this node. */
  readonly #withPicture = new Set<string>();

  constructor(parts: {
    storage: Storage;
    clock: Clock;
    audience: AudienceService;
    onAir: OnAirShows;
    ledger: ShowLedger;
    hostSlot: HostSlot;
    views: ShowViews;
    endVideo: (streamId: string) => Promise<void>;
    /** Called as soon as a show has been started by this node. */
    tellStarted: (streamId: string) => void;
  }) {
    this.#storage = parts.storage;
    this.#clock = parts.clock;
    this.#audience = parts.audience;
    this.#onAir = parts.onAir;
    this.#ledger = parts.ledger;
    this.#hostSlot = parts.hostSlot;
    this.#views = parts.views;
    this.#endVideo = parts.endVideo;
    this.#tellStarted = parts.tellStarted;
  }

  async start(actor: Actor, id: string): Promise<Turned> {
    const record = await this.#views.runnable(actor, id);
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
    const current = changed ?? (await this.#views.record(id));
    if (current.status === 'ended') throw new DomainError('ended', 'The show has ended.');
    this.#onAir.remember(current);
    if (changed) this.#tellStarted(id);
    const offset = await this.#ledger.pay(current, { ...owes, key: `started:${current.run}`, data: { run: current.run } });
    return { record: current, offset };
  }

  async stop(actor: Actor, id: string): Promise<Turned> {
    const record = await this.#views.runnable(actor, id);
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
    const current = changed ?? (await this.#views.record(id));
    this.#onAir.remember(current);
    try {
      return { record: current, offset: await this.#ledger.pay(current, owes) };
    } finally {
      // The show is over from the change on, whether or not its entry could be written yet.
      if (changed) await this.#endVideo(id);
    }
  }

  hasPicture(id: string): boolean {
    return this.#withPicture.has(id);
  }
  async pictureCame(id: string): Promise<void> {
    this.#withPicture.add(id);
    await this.#turn(id, 'interrupted', 'live', 'stream_resumed', null);
    const changed = await this.#storage.livestreams.change(id, ['live'], { hostAwaySince: null });
    if (changed) this.#onAir.remember(changed);
  }
  forgetPicture(id: string): void {
    this.#withPicture.delete(id);
  }
  async pictureLost(id: string): Promise<void> {
    this.#withPicture.delete(id);
    await this.#turn(id, 'live', 'interrupted', 'stream_interrupted', this.#clock.now());
  }
  async raisePeak(id: string, peakViewers: number): Promise<void> {
    if (this.#onAir.raisePeak(id, peakViewers)) await this.#storage.livestreams.raisePeak(id, peakViewers);
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
    this.#onAir.remember(changed);
    await this.#ledger.pay(changed, owes);
  }
}
