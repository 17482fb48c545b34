import type { Clock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import { RecentlyUsed } from '../recently-used.ts';

const MINUTE = 60_000;
/** Products that are known to be the shop's, so that nobody fills the figures with others. */
const MAX_KNOWN = 5_000;

/** What viewers of a show on air saw and clicked: once for each viewer, product and minute, over all nodes. */
export class ProductMarks {
  readonly #storage: Storage;
  readonly #clock: Clock;
  readonly #isOnAir: (streamId: string) => boolean;
  readonly #known = new RecentlyUsed<string, true>(MAX_KNOWN);

  constructor(parts: { storage: Storage; clock: Clock; isOnAir: (streamId: string) => boolean }) {
    this.#storage = parts.storage;
    this.#clock = parts.clock;
    this.#isOnAir = parts.isOnAir;
  }

  /** Whether it was news. */
  async seen(streamId: string, viewerId: string, productIds: string[]): Promise<boolean> {
    const [products, now] = [await this.#counted(streamId, productIds), this.#clock.now()];
    if (products.length === 0) return false;
    // The viewer before what it did: no rate has somebody above the line who is not below it.
    await this.#storage.viewers.seen(streamId, viewerId, now);
    const fresh = await this.#storage.productMarks.mark(streamId, viewerId, products, 'seen', Math.floor(now / MINUTE));
    return fresh.length > 0;
  }
  /** Who clicks has seen it. Whether it was news. */
  async clicked(streamId: string, viewerId: string, productIds: string[]): Promise<boolean> {
    const [products, now] = [await this.#counted(streamId, productIds), this.#clock.now()];
    if (products.length === 0) return false;
    const minute = Math.floor(now / MINUTE);
    await this.#storage.viewers.engaged(streamId, viewerId, 'clicked', now);
    await this.#storage.productMarks.mark(streamId, viewerId, products, 'seen', minute);
    const fresh = await this.#storage.productMarks.mark(streamId, viewerId, products, 'clicked', minute);
    return fresh.length > 0;
  }

  async #counted(streamId: string, productIds: string[]): Promise<string[]> {
    if (!this.#isOnAir(streamId)) return [];
    const ids = [...new Set(productIds)];
    const unknown = ids.filter((id) => this.#known.get(id) === undefined);
    if (unknown.length > 0) for (const { _id } of await this.#storage.products.byIds(unknown)) this.#known.set(_id, true);
    return ids.filter((id) => this.#known.get(id) === true);
  }
}
