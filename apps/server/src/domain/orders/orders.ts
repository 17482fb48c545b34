import type { Order, OrderInput, OrderLine, OrderQuery } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { OrderRecord, Page, PlaceResult, ProductRecord, Storage } from '../../ports/storage.ts';
import { type Actor, isStaff } from '../actor.ts';
import type { CatalogueService } from '../catalogue/catalogue.ts';
import { productView } from '../catalogue/product-view.ts';
import { DomainError } from '../errors.ts';
import { derivedId, sha256 } from '../ids.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { Limits, Orders } from '../services.ts';
import type { TimelineService } from '../timeline/timelines.ts';

/** How many owing orders one sweep takes. */
const SWEEP = 500;

export class OrderService implements Orders {
  readonly #storage: Storage;
  readonly #livestreams: LivestreamService;
  readonly #catalogue: CatalogueService;
  readonly #timelines: TimelineService;
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #currency: string;

  constructor(parts: {
    storage: Storage;
    livestreams: LivestreamService;
    catalogue: CatalogueService;
    timelines: TimelineService;
    limits: Limits;
    clock: Clock;
    currency: string;
  }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#catalogue = parts.catalogue;
    this.#timelines = parts.timelines;
    this.#limits = parts.limits;
    this.#clock = parts.clock;
    this.#currency = parts.currency;
  }

  async place(actor: Actor, input: OrderInput, idempotencyKey: string): Promise<{ order: Order; repeated: boolean }> {
    if (actor.role === 'viewer') throw new DomainError('name_required', 'Say your name before you buy.');
    const id = derivedId('order', actor.id, idempotencyKey);
    const requestHash = sha256(JSON.stringify(input));
    const known = await this.#storage.orders.byId(id);
    if (known) return { order: repeated(known, requestHash), repeated: true };
    if (!isStaff(actor)) await this.#limits.take('order', actor.id);
    if (input.streamId !== null) await this.#livestreams.visible(actor, input.streamId);

    const now = this.#clock.now();
    const lines = await this.#lines(input);
    const result = await this.#storage.orders.place(
      {
        _id: id,
        streamId: input.streamId,
        buyerId: actor.id,
        contact: input.contact,
        lines,
        currency: this.#currency,
        delivery: null,
        taxes: [],
        total: lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0),
        state: 'placing',
        payment: { provider: 'manual', url: null },
        paymentReference: null,
        payBefore: null,
        history: [],
        createdAt: now,
        updatedAt: now,
        requestHash,
        owed:
          input.streamId === null
            ? []
            : [{ streamId: input.streamId, key: `order:${id}`, type: 'order_placed', data: { lines: lines.map(announced) } }],
      },
      { prices: [], limits: [] },
    );
    if (result.outcome === 'repeated') return { order: repeated(result.order, requestHash), repeated: true };
    if (result.outcome !== 'placed') throw refusal(result, lines);
    // The order stands from here on: what it owes is written now, or by the sweep if that fails.
    await Promise.allSettled([
      this.#settle(result.order, result.products),
      input.streamId === null ? null : this.#storage.viewers.engaged(input.streamId, actor.id, 'bought', now),
    ]);
    return { order: orderView(result.order), repeated: false };
  }

  async get(actor: Actor, id: string): Promise<Order> {
    const order = await this.#storage.orders.byId(id);
    if (!order || (order.buyerId !== actor.id && !isStaff(actor))) throw new DomainError('not_found', 'There is no such order.');
    return orderView(order);
  }

  async list(actor: Actor, query: OrderQuery): Promise<Page<Order>> {
    if (query.scope === 'shop' && !isStaff(actor)) throw new DomainError('forbidden', "Only the shop's staff sees every order.");
    const { items, nextCursor } = await this.#storage.orders.list({
      limit: query.limit,
      ...(query.scope === 'own' ? { buyerId: actor.id } : {}),
      ...(query.cursor ? { cursor: query.cursor } : {}),
    });
    return nextCursor === undefined ? { items: items.map(orderView) } : { items: items.map(orderView), nextCursor };
  }

  /** Writes what orders still owe to their shows' timelines. */
  async settleOwed(): Promise<void> {
    for (const order of await this.#storage.orders.owing(SWEEP)) {
      await this.#settle(order, await this.#storage.products.byIds([...new Set(order.lines.map((line) => line.productId))]));
    }
  }

  async #settle(order: OrderRecord, products: ProductRecord[]): Promise<void> {
    // All appends are queued before the first await, so that stock reaches the timelines in the order in which it fell.
    await Promise.all([
      ...order.owed.map(({ streamId, ...fact }) => this.#timelines.append(streamId, fact)),
      this.#catalogue.tell(products.map(productView), order._id, order.buyerId, order.streamId ?? undefined),
    ]);
    for (const { key } of order.owed) await this.#storage.orders.settle(order._id, key);
  }

  async #lines(input: OrderInput): Promise<OrderLine[]> {
    const products = await this.#storage.products.byIds([...new Set(input.lines.map((line) => line.productId))]);
    return input.lines.map((line, index) => {
      const product = products.find((candidate) => candidate._id === line.productId);
      const variant = product?.variants.find((candidate) => candidate.id === line.variantId);
      if (!product || product.archived || !variant)
        throw new DomainError('invalid', 'The shop does not sell this any more.', {
          fields: [{ path: `lines.${index}`, message: 'unknown product' }],
        });
      return { ...line, title: product.title, variantName: variant.name, image: product.images[0] ?? null, taxPercent: 0 };
    });
  }
}

const announced = ({ productId, title, quantity }: OrderLine) => ({ productId, title, quantity });

function repeated(order: OrderRecord, requestHash: string): Order {
  if (order.requestHash !== requestHash) throw new DomainError('key_reused', 'This Idempotency-Key belongs to another order.');
  return orderView(order);
}

function refusal(result: Exclude<PlaceResult, { outcome: 'placed' | 'repeated' }>, lines: OrderLine[]): DomainError {
  if (result.outcome === 'in_progress') return new DomainError('in_progress', 'This order is being placed.', { retryAfter: 1 });
  const line = lines.findIndex((candidate) => candidate.productId === result.productId);
  const field = (message: string) => ({ fields: [{ path: `lines.${line}`, message }] });
  switch (result.outcome) {
    case 'sold_out':
      return new DomainError('sold_out', result.left === 0 ? 'Sold out.' : `Only ${result.left} left.`, field(`left: ${result.left}`));
    case 'limit_reached':
      return new DomainError('limit_reached', `No more than ${result.max} each.`, field(`left: ${result.left}`));
    case 'price_changed':
      return new DomainError('price_changed', 'The price has changed.', field(`price: ${result.price}`));
    case 'unknown_product':
      return new DomainError('invalid', 'The shop does not sell this any more.', field('unknown product'));
  }
}

const orderView = ({ requestHash: _, owed: __, paymentReference: ___, ...order }: OrderRecord): Order => ({
  ...order,
  payBefore: order.payBefore === null ? null : new Date(order.payBefore).toISOString(),
  history: order.history.map(({ state, at }) => ({ state, at: new Date(at).toISOString() })),
  createdAt: new Date(order.createdAt).toISOString(),
  updatedAt: new Date(order.updatedAt).toISOString(),
});
