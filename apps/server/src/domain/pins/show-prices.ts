import type { LineupItem } from '@vitrine/protocol';
import type { LivestreamRecord, Storage } from '../../ports/storage.ts';
import { productInShow, termsOf } from '../catalogue/product-in-show.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';
import type { TimelineService } from '../timeline/timelines.ts';

type Terms = Map<string, string>;

/**
 * Tells the viewers of a show when prices and limits that were agreed for it begin, change and end: a `product_changed` for each pinned
 * product that they concern. Every node looks when a show has changed; the entry's key makes it one entry.
 */
export class ShowPrices {
  readonly #storage: Storage;
  readonly #livestreams: LivestreamService;
  readonly #timelines: TimelineService;
  /** What viewers have been told, by show on air. */
  readonly #told = new Map<string, Terms>();

  constructor(parts: { storage: Storage; livestreams: LivestreamService; timelines: TimelineService }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#timelines = parts.timelines;
  }

  /** Follows the shows from now on; those on air have been told before. Once, after the shows have been loaded. */
  follow(feed: ShopFeed, onError: (error: unknown) => void): void {
    for (const show of this.#livestreams.onAir.all()) this.#told.set(show._id, agreed(show));
    feed.on('show_changed', ({ livestreamId, change }) => {
      if (change === 'interrupted' || change === 'resumed') return;
      this.#look(livestreamId).catch(onError);
    });
  }

  async #look(id: string): Promise<void> {
    const show = await this.#storage.livestreams.byId(id);
    if (!show) {
      this.#told.delete(id);
      return;
    }
    const told = this.#told.get(id) ?? new Map();
    const now = agreed(show);
    if (now.size === 0) this.#told.delete(id);
    else this.#told.set(id, now);
    const concerned = show.pinnedProducts.filter((productId) => told.get(productId) !== now.get(productId));
    if (concerned.length === 0) return;
    const products = await this.#storage.products.byIds(concerned);
    await Promise.all(
      products.map((record) =>
        this.#timelines.append(id, {
          key: `terms:${show.updatedAt}:${now.get(record._id) ?? 'none'}:${record._id}`,
          type: 'product_changed',
          actorId: show.createdBy,
          data: { product: productInShow(record, show) },
        }),
      ),
    );
  }
}

const agreed = (show: LivestreamRecord): Terms =>
  new Map(
    termsOf(show)
      .filter(isAgreed)
      .map((item) => [item.productId, `${item.showPrice}:${item.limitPerBuyer}`]),
  );
const isAgreed = ({ showPrice, limitPerBuyer }: LineupItem): boolean => showPrice !== null || limitPerBuyer !== null;
