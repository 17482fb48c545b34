import type { LivestreamStatus } from '@vitrine/protocol';
import type { LivestreamRecord, Storage } from '../../ports/storage.ts';

export const ON_AIR: readonly LivestreamStatus[] = ['live', 'interrupted'];
export const BEFORE_THE_END: LivestreamStatus[] = ['scheduled', 'live', 'interrupted'];
export const ANY_STATUS: LivestreamStatus[] = ['scheduled', 'live', 'interrupted', 'ended'];
/** Shows on air at once that are kept in mind, and read at start-up. */
const MAX_ON_AIR = 1_000;

export const isOnAir = ({ status }: { status: LivestreamStatus }): boolean => status === 'live' || status === 'interrupted';

/**
 * The shows on air as this node last saw them: what chat, pins and prices are looked up against without asking the store. Changes made on
 * other nodes come by the shop's timeline.
 */
export class OnAirShows {
  readonly #storage: Storage;
  readonly #shows = new Map<string, LivestreamRecord>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }
  /** Reads what is on air; once, before anyone is served. */
  async load(): Promise<void> {
    const { items } = await this.#storage.livestreams.list({ statuses: [...ON_AIR], limit: MAX_ON_AIR });
    for (const record of items) this.#shows.set(record._id, record);
  }
  /** Reads the show anew: another node has changed it. */
  async refresh(id: string): Promise<LivestreamRecord | null> {
    const record = await this.#storage.livestreams.byId(id);
    if (record) this.remember(record);
    return record;
  }
  remember(record: LivestreamRecord): void {
    if (!isOnAir(record)) {
      this.#shows.delete(record._id);
      return;
    }
    const known = this.#shows.get(record._id);
    this.#shows.set(record._id, { ...record, peakViewers: Math.max(record.peakViewers, known?.peakViewers ?? 0) });
  }
  get(id: string): LivestreamRecord | undefined {
    return this.#shows.get(id);
  }
  all(): LivestreamRecord[] {
    return [...this.#shows.values()];
  }
  /** The shows that have this product on the screen. */
  showing(productId: string): string[] {
    return this.all()
      .filter((show) => show.pinnedProducts.includes(productId))
      .map((show) => show._id);
  }
  /** Raises the known peak; false when it was as high already. */
  raisePeak(id: string, peakViewers: number): boolean {
    const record = this.#shows.get(id);
    if (!record || record.peakViewers >= peakViewers) return false;
    this.#shows.set(id, { ...record, peakViewers });
    return true;
  }
}
