import type { Clock } from '../../ports/clock.ts';
import type { GuestRecord, LivestreamChanges, LivestreamRecord, OwedEntry, Storage } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../ids.ts';
import { stageView } from '../stage/guests.ts';
import { BEFORE_THE_END, type OnAirShows } from './on-air.ts';
import type { ShowLedger } from './show-ledger.ts';

/** Changes of a show that has not ended, each together with the entry it owes. */
export class ShowChanges {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #onAir: OnAirShows;
  readonly #ledger: ShowLedger;

  constructor(parts: { storage: Storage; clock: Clock; onAir: OnAirShows; ledger: ShowLedger }) {
    this.#storage = parts.storage;
    this.#clock = parts.clock;
    this.#onAir = parts.onAir;
    this.#ledger = parts.ledger;
  }

  /** The same key again gives the offset it was written at. */
  async with(id: string, changes: LivestreamChanges, fact: Omit<OwedEntry, 'streamId'>): Promise<number> {
    const known = await this.#storage.timeline.byKey(id, fact.key);
    if (known) return known.offset;
    const owes = { ...fact, streamId: id };
    const changed = await this.#storage.livestreams.change(id, BEFORE_THE_END, { ...changes, updatedAt: this.#clock.now() }, owes);
    if (!changed) throw new DomainError('ended', 'The show has ended.');
    this.#onAir.remember(changed);
    return this.#ledger.pay(changed, owes);
  }
  /** Changes the guests; null when the show has ended, or they are no longer those of `show`. */
  async ofStage(show: LivestreamRecord, guests: GuestRecord[], actorId: string): Promise<LivestreamRecord | null> {
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
    this.#onAir.remember(changed);
    await this.#ledger.pay(changed, owes);
    return changed;
  }
  /** It is in no entry: nobody is told. */
  async ofBroadcastKey(id: string, broadcastKey: LivestreamRecord['broadcastKey']): Promise<void> {
    const changed = await this.#storage.livestreams.change(id, BEFORE_THE_END, { broadcastKey });
    if (!changed) throw new DomainError('ended', 'The show has ended.');
    this.#onAir.remember(changed);
  }
}
