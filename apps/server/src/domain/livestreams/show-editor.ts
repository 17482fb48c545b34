import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type LivestreamInput, type LivestreamPatch, LivestreamSettings } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { LivestreamChanges, LivestreamRecord, Storage } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../ids.ts';
import { ANY_STATUS, type OnAirShows } from './on-air.ts';
import type { ShowChanges } from './show-changes.ts';
import type { ShowLedger } from './show-ledger.ts';

/** Makes shows, and edits what they are called, when they are and what they present. */
export class ShowEditor {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #onAir: OnAirShows;
  readonly #ledger: ShowLedger;
  readonly #changes: ShowChanges;

  constructor(parts: { storage: Storage; clock: Clock; onAir: OnAirShows; ledger: ShowLedger; changes: ShowChanges }) {
    this.#storage = parts.storage;
    this.#clock = parts.clock;
    this.#onAir = parts.onAir;
    this.#ledger = parts.ledger;
    this.#changes = parts.changes;
  }

  async create(actor: Actor, input: LivestreamInput): Promise<LivestreamRecord> {
    if (actor.role !== 'admin' && actor.role !== 'host') throw new DomainError('forbidden', 'Only hosts and admins make shows.');
    await this.#assertSold(input.lineup.map(({ productId }) => productId));
    const record = newShow(actor, input, this.#clock);
    await this.#storage.livestreams.insert(record);
    if (record.visibility === 'public') await this.#ledger.edited(record._id, 'made');
    return record;
  }

  async edit(actor: Actor, record: LivestreamRecord, edits: Omit<LivestreamPatch, 'isActive'>): Promise<void> {
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
    const isOver = record.status === 'ended';
    const { lineup } = rest;
    if (lineup && !isOver && !isDeepStrictEqual(lineup, record.lineup)) {
      const fact = { key: `lineup:${cause}`, type: 'lineup_changed', actorId: actor.id, data: { lineup } } as const;
      await this.#changes.with(record._id, settings ? { lineup } : changes, fact);
      if (!settings) return;
    }
    if (settings && !isOver) {
      const all = LivestreamSettings.parse({ ...record.settings, ...settings });
      const fact = { key: `settings:${cause}`, type: 'settings_changed', actorId: actor.id, data: { settings: all } } as const;
      await this.#changes.with(record._id, { ...changes, settings: all }, fact);
      return;
    }
    const changed = await this.#storage.livestreams.change(record._id, ANY_STATUS, changes);
    if (!changed) return;
    this.#onAir.remember(changed);
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
}

function newShow(actor: Actor, { scheduledFor, settings, rehearsal, ...given }: LivestreamInput, clock: Clock): LivestreamRecord {
  const now = clock.now();
  return {
    ...given,
    ...(rehearsal && { rehearsal, visibility: 'private' as const }),
    _id: newId(clock),
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
}
