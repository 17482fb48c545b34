import type { OrderState } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { OrderRecord, ProductRecord, Storage } from '../../ports/storage.ts';
import { SHOP_ITSELF } from '../actor.ts';
import type { CatalogueService } from '../catalogue/catalogue.ts';
import type { TimelineService } from '../timeline/timelines.ts';
import type { OrderShows } from './order-shows.ts';

/** The steps of an order from one state to the next, each by compare-and-set, and what shows hear of them. */
export class OrderSteps {
  readonly #storage: Storage;
  readonly #catalogue: CatalogueService;
  readonly #timelines: TimelineService;
  readonly #shows: OrderShows;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;

  constructor(parts: {
    storage: Storage;
    catalogue: CatalogueService;
    timelines: TimelineService;
    shows: OrderShows;
    clock: Clock;
    /** Hears of what viewers could not be told. */
    onError: (error: unknown) => void;
  }) {
    this.#storage = parts.storage;
    this.#catalogue = parts.catalogue;
    this.#timelines = parts.timelines;
    this.#shows = parts.shows;
    this.#clock = parts.clock;
    this.#onError = parts.onError;
  }

  /** To a state that keeps the stock; null when the order is in another than these by now. */
  move(id: string, from: OrderState[], to: OrderState, by: string | null, paymentReference?: string): Promise<OrderRecord | null> {
    const change = { by, at: this.#clock.now(), ...(paymentReference === undefined ? {} : { paymentReference }) };
    return this.#storage.orders.changeState(id, from, to, change);
  }

  /** To a state that gives the stock back, and tells the shows; null when the order is in another than these by now. */
  async close(id: string, from: OrderState[], to: 'cancelled' | 'refunded', by: string | null): Promise<OrderRecord | null> {
    // Asked before: what follows the change itself must not wait.
    const streamId = (await this.#storage.orders.byId(id))?.streamId ?? null;
    const alsoTo = streamId !== null && !(await this.#shows.isDeleted(streamId)) ? streamId : null;
    const closed = await this.#storage.orders.close(id, from, to, { by, at: this.#clock.now() });
    if (!closed) return null;
    const { order, products } = closed;
    // Stock that is back is back, whether or not viewers could be told.
    await this.#catalogue.tell(products, `${id}:${to}`, by ?? SHOP_ITSELF.id, alsoTo).catch(this.#onError);
    return order;
  }

  /** Tells the shows of a new order and of the stock that fell. */
  async announce(order: OrderRecord, products: ProductRecord[]): Promise<void> {
    // All appends are queued before the first await, so that stock reaches the timelines in the order in which it fell.
    await Promise.all([
      ...order.owed.map(({ streamId, ...fact }) => this.#timelines.append(streamId, fact)),
      this.#catalogue.tell(products, order._id, order.buyerId, order.streamId),
    ]);
  }
  /** Everything that the new order owed has been told. */
  async settle(order: OrderRecord): Promise<void> {
    for (const { key } of order.owed) await this.#storage.orders.settle(order._id, key);
  }
}
