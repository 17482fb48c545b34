import type { TimelineEntryOf, TimelineType } from '@vitrine/protocol';
import type { LivestreamRecord, OwedEntry, Storage } from '../../ports/storage.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';
import type { TimelineService } from '../timeline/timelines.ts';

/** Whom the world outside hears it from. Durable when it resolves; the same change of the same run is told once. */
export interface ShowNewsDesk {
  tell(livestreamId: string, change: ShowChange): Promise<void>;
}
export type ShowChange = TimelineEntryOf<'show_changed'>['data']['change'];
const CHANGE_OF: Partial<Record<TimelineType, ShowChange>> = {
  stream_started: 'started',
  stream_stopped: 'stopped',
  stream_interrupted: 'interrupted',
  stream_resumed: 'resumed',
};
/** How many owing documents one sweep takes. */
const SWEEP = 100;

/** Writes what shows owe: first the entry of the show's own timeline, then the shop's, by which every node learns of the change. */
export class ShowLedger {
  readonly #storage: Storage;
  readonly #timelines: TimelineService;
  readonly #feed: ShopFeed;
  readonly #news: ShowNewsDesk | undefined;

  constructor(parts: { storage: Storage; timelines: TimelineService; feed: ShopFeed; news?: ShowNewsDesk }) {
    this.#storage = parts.storage;
    this.#timelines = parts.timelines;
    this.#feed = parts.feed;
    this.#news = parts.news;
  }

  /**
   * Writes what the record owes, oldest first, so that a start whose write failed still comes before the end. Gives the offset of the
   * entry asked for, whether it is owed still or had been written before.
   */
  async pay(record: LivestreamRecord, owes: OwedEntry): Promise<number> {
    const isOwed = record.owed.some(({ key }) => key === owes.key);
    for (const entry of isOwed ? record.owed : [...record.owed, owes]) {
      const offset = await this.#write(record._id, entry);
      if (entry.key === owes.key) return offset;
    }
    throw new Error(`${record._id} was to write ${owes.key}`);
  }
  /** Writes what documents still owe; run at start and then periodically. */
  async payAll(): Promise<void> {
    for (const record of await this.#storage.livestreams.owing(SWEEP)) await this.settle(record);
  }
  /** Writes what one of them still owes. */
  async settle(record: LivestreamRecord): Promise<void> {
    for (const entry of record.owed) await this.#write(record._id, entry);
  }
  /** Says that a show has been changed in a way that has no entry of its own. */
  edited(id: string, cause: string): Promise<void> {
    return this.#feed.tell('show_changed', `show:${id}:${cause}`, { livestreamId: id, change: 'edited' });
  }

  async #write(id: string, { streamId, ...fact }: OwedEntry): Promise<number> {
    const { offset } = await this.#timelines.append(streamId, fact);
    // Settled after all of them: whoever finds it owed writes them again, and the keys make it once.
    await this.#news?.tell(id, CHANGE_OF[fact.type] ?? 'edited');
    await this.#feed.tell('show_changed', `show:${id}:${fact.key}`, { livestreamId: id, change: CHANGE_OF[fact.type] ?? 'edited' });
    await this.#storage.livestreams.settle(id, fact.key);
    return offset;
  }
}
