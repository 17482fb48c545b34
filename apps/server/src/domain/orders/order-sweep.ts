import type { Clock } from '../../ports/clock.ts';
import type { OrderRecord, Storage } from '../../ports/storage.ts';
import { SHOP_ITSELF } from '../actor.ts';
import type { CatalogueService } from '../catalogue/catalogue.ts';
import { DomainError } from '../errors.ts';
import type { PaymentDesk } from '../payments/payment-desk.ts';
import type { OrderNews } from './order-news.ts';
import type { OrderSteps } from './order-steps.ts';

/** How many orders one sweep takes of each kind. */
const SWEEP = 500;
/** A request that places an order is done, or dead, after this long. */
const PLACING_TIME = 60_000;

/** Finishes what was left half done, and gives up what nobody pays. Run at start and then periodically, on one node. */
export class OrderSweep {
  readonly #storage: Storage;
  readonly #catalogue: CatalogueService;
  readonly #desk: PaymentDesk;
  readonly #steps: OrderSteps;
  readonly #news: OrderNews;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;

  constructor(parts: {
    storage: Storage;
    catalogue: CatalogueService;
    desk: PaymentDesk;
    steps: OrderSteps;
    news: OrderNews;
    clock: Clock;
    onError: (error: unknown) => void;
  }) {
    this.#storage = parts.storage;
    this.#catalogue = parts.catalogue;
    this.#desk = parts.desk;
    this.#steps = parts.steps;
    this.#news = parts.news;
    this.#clock = parts.clock;
    this.#onError = parts.onError;
  }

  async run(): Promise<void> {
    await this.recover();
    await this.settleOwed();
    await this.cancelOverdue();
  }

  /** Finishes or undoes what a dead node left half done. */
  async recover(): Promise<void> {
    const now = this.#clock.now();
    const products = await this.#storage.orders.recover(now - PLACING_TIME, now);
    if (products.length > 0) await this.#catalogue.tell(products, `recovered:${now}`, SHOP_ITSELF.id);
  }

  /** Writes what orders still owe to their shows' timelines, and tells of them. */
  async settleOwed(): Promise<void> {
    for (const order of await this.#storage.orders.owing(SWEEP)) {
      if (this.#isBeingPlaced(order)) continue;
      const products = await this.#storage.products.byIds([...new Set(order.lines.map((line) => line.productId))]);
      await this.#steps.announce(order, products);
      await this.#news.tell(order, 'placed');
      await this.#steps.settle(order);
    }
  }

  /** Cancels what was not paid in time: its stock is for others. */
  async cancelOverdue(): Promise<void> {
    let isProviderAway = false;
    for (const order of await this.#storage.orders.overdue(this.#clock.now(), SWEEP)) {
      if (isProviderAway && order.paymentReference !== null) continue;
      try {
        // Paid in the last moment: the provider's message is on its way.
        if (!(await this.#desk.withdraw(order))) continue;
        const cancelled = await this.#steps.close(order._id, ['pending'], 'cancelled', null);
        if (cancelled) await this.#news.tell(cancelled, 'cancelled');
      } catch (error) {
        // The next sweep tries it again; the others need not wait for it.
        isProviderAway ||= error instanceof DomainError && error.code === 'payment_unavailable';
        this.#onError(error);
      }
    }
  }

  /** The mail about it should say where to pay. */
  #isBeingPlaced({ payBefore, payment, createdAt }: OrderRecord): boolean {
    return payBefore !== null && payment.url === null && this.#clock.now() - createdAt < PLACING_TIME;
  }
}
