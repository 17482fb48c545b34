import {
  type Order,
  type OrderExportQuery,
  type OrderInput,
  type OrderLine,
  type OrderPatch,
  type OrderQuery,
  type OrderState,
  SHOP_TIMELINE,
} from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { LivestreamRecord, OrderFilter, OrderRecord, OrderTerms, Page, PlaceResult, Storage } from '../../ports/storage.ts';
import { type Actor, isStaff } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { termsOf } from '../catalogue/product-in-show.ts';
import { DomainError } from '../errors.ts';
import { derivedId, sha256 } from '../ids.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { PaymentDesk } from '../payments/payment-desk.ts';
import type { Limits, Orders, Shop } from '../services.ts';
import { exportOrders } from './order-export.ts';
import type { OrderEvent, OrderNews } from './order-news.ts';
import type { OrderShows } from './order-shows.ts';
import type { OrderSteps } from './order-steps.ts';
import { orderView } from './order-view.ts';
import { priced } from './pricing.ts';

/** Orders: placed by buyers, paid, fulfilled, cancelled and refunded by the staff of the shop. */
export class OrderService implements Orders {
  readonly #storage: Storage;
  readonly #livestreams: LivestreamService;
  readonly #shop: Pick<Shop, 'settings'>;
  readonly #desk: PaymentDesk;
  readonly #steps: OrderSteps;
  readonly #news: OrderNews;
  readonly #audit: AuditLog;
  readonly #limits: Limits;
  readonly #shows: OrderShows;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;

  constructor(parts: {
    storage: Storage;
    livestreams: LivestreamService;
    shop: Pick<Shop, 'settings'>;
    desk: PaymentDesk;
    steps: OrderSteps;
    news: OrderNews;
    audit: AuditLog;
    limits: Limits;
    shows: OrderShows;
    clock: Clock;
    /** Hears of what follows an order and did not work at once. */
    onError: (error: unknown) => void;
  }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#shop = parts.shop;
    this.#desk = parts.desk;
    this.#steps = parts.steps;
    this.#news = parts.news;
    this.#audit = parts.audit;
    this.#limits = parts.limits;
    this.#shows = parts.shows;
    this.#clock = parts.clock;
    this.#onError = parts.onError;
  }

  async place(actor: Actor, input: OrderInput, idempotencyKey: string): Promise<{ order: Order; repeated: boolean }> {
    if (actor.role === 'viewer') throw new DomainError('name_required', 'Say your name before you buy.');
    const id = derivedId('order', actor.id, idempotencyKey);
    const requestHash = sha256(JSON.stringify(input));
    const known = await this.#storage.orders.byId(id);
    if (known) return this.#repeated(known, requestHash);
    if (!isStaff(actor)) await this.#limits.take('order', actor.id);
    const show = input.streamId === null ? undefined : await this.#livestreams.visible(actor, input.streamId);

    if (show?.rehearsal) throw new DomainError('conflict', 'This is a rehearsal: nothing is sold in it.');
    const draft = await this.#draft(id, actor, input, requestHash);
    const result = await this.#storage.orders.place(draft, orderTerms(show, draft.lines));
    if (result.outcome === 'repeated') return this.#repeated(result.order, requestHash);
    if (result.outcome !== 'placed') throw refusal(result, draft.lines);
    // The order stands from here on: what follows is done now, or by the sweep if it fails.
    const announced = this.#steps.announce(result.order, result.products);
    const [order] = await Promise.all([this.#opened(result.order), announced.catch(() => {})]);
    await this.#followUp(order, announced).catch(this.#onError);
    return { order: orderView(order), repeated: false };
  }

  async get(actor: Actor, id: string): Promise<Order> {
    return this.#view((await this.#known(actor, id)).order);
  }

  async list(actor: Actor, { scope, limit, cursor, ...query }: OrderQuery): Promise<Page<Order>> {
    if (scope === 'shop') await this.#assertMaySee(actor, query.streamId);
    else if (actor.role === 'viewer') return { items: [] };
    const { items, nextCursor } = await this.#storage.orders.list({
      ...filterOf(query),
      limit,
      ...(scope === 'own' ? { buyerId: actor.id } : {}),
      ...(cursor ? { cursor } : {}),
    });
    const views = await this.#shows.views(items);
    return nextCursor === undefined ? { items: views } : { items: views, nextCursor };
  }

  async exportCsv(actor: Actor, query: OrderExportQuery): Promise<AsyncIterable<string>> {
    await this.#assertMaySee(actor, query.streamId);
    return exportOrders(this.#storage.orders, this.#shows, filterOf(query));
  }

  async openPayment(actor: Actor, id: string): Promise<Order> {
    const { order, isBuyer } = await this.#known(actor, id);
    if (!isBuyer) throw new DomainError('forbidden', 'Only the buyer pays.');
    return this.#view(await this.#desk.open(order));
  }

  async change(actor: Actor, id: string, { state }: OrderPatch): Promise<Order> {
    const { order, isBuyer, mayServe } = await this.#known(actor, id);
    if (!mayServe && !(isBuyer && state === 'cancelled')) throw new DomainError('forbidden', 'Only the staff of the shop does this.');
    if (order.state === state) {
      // Said before, and maybe not heard: by the one who says it again, or by the buyer.
      await this.#news.tell(order, state).catch(this.#onError);
      return this.#view(order);
    }
    const isConfirmed = this.#desk.confirms(order.payment.provider);
    switch (state) {
      case 'paid':
        if (isConfirmed) throw new DomainError('conflict', 'The payment provider says itself what has been paid.');
        return this.#moved(actor, order, ['pending'], state);
      case 'fulfilled':
        return this.#moved(actor, order, isConfirmed ? ['paid'] : ['pending', 'paid'], state);
      case 'cancelled':
        return this.#cancelled(actor, order);
      case 'refunded':
        return this.#refunded(actor, order, isConfirmed);
    }
  }

  async #draft(id: string, actor: Actor, input: OrderInput, requestHash: string): Promise<Omit<OrderRecord, 'number'>> {
    const { currency, payWithinMinutes } = this.#shop.settings;
    const products = await this.#storage.products.byIds([...new Set(input.lines.map((line) => line.productId))]);
    const sums = priced(input, products, this.#shop.settings);
    if (input.total !== undefined && input.total !== sums.total)
      throw new DomainError('price_changed', 'The total has changed.', { fields: [{ path: 'total', message: `total: ${sums.total}` }] });
    const now = this.#clock.now();
    const provider = this.#desk.providerFor(sums.total);
    const { streamId } = input;
    return {
      _id: id,
      streamId,
      buyerId: actor.id,
      contact: input.contact,
      ...sums,
      currency,
      state: 'placing',
      payment: { provider, url: null },
      paymentReference: null,
      payBefore: this.#desk.confirms(provider) ? now + payWithinMinutes * 60_000 : null,
      history: [],
      createdAt: now,
      updatedAt: now,
      requestHash,
      // An order of no show belongs to the shop's timeline: so each one is told of, also when we die right after it.
      owed: [
        { streamId: streamId ?? SHOP_TIMELINE, key: `order:${id}`, type: 'order_placed', data: { lines: sums.lines.map(announcedLine) } },
      ],
    };
  }

  /** The answer that was given before; what did not work then is tried again. */
  async #repeated(order: OrderRecord, requestHash: string): Promise<{ order: Order; repeated: boolean }> {
    if (order.requestHash !== requestHash) throw new DomainError('key_reused', 'This Idempotency-Key belongs to another order.');
    if (order.state === 'placing') throw new DomainError('in_progress', 'This order is being placed.', { retryAfter: 1 });
    const opened = await this.#opened(order);
    if (opened.state === 'pending') await this.#news.tell(opened, 'placed').catch(this.#onError);
    return { order: orderView(opened), repeated: true };
  }
  /** With a place to pay where there is one; without it the buyer asks for it again. */
  async #opened(order: OrderRecord): Promise<OrderRecord> {
    try {
      return await this.#desk.open(order);
    } catch (error) {
      this.#onError(error);
      return order;
    }
  }
  /** Settled only when all of it has worked: else the sweep does it. */
  async #followUp(order: OrderRecord, announced: Promise<void>): Promise<void> {
    await Promise.all([
      announced,
      this.#news.tell(order, 'placed'),
      order.streamId === null ? null : this.#storage.viewers.engaged(order.streamId, order.buyerId, 'bought', order.createdAt),
    ]);
    await this.#steps.settle(order);
  }

  async #moved(actor: Actor, order: OrderRecord, from: OrderState[], to: 'paid' | 'fulfilled'): Promise<Order> {
    const moved = await this.#steps.move(order._id, from, to, actor.id);
    return this.#done(actor, moved ?? (await this.#refusedStep(order, to)), to);
  }
  async #cancelled(actor: Actor, order: OrderRecord): Promise<Order> {
    if (order.state !== 'pending') return this.#view(await this.#refusedStep(order, 'cancelled'));
    if (!(await this.#desk.withdraw(order))) throw new DomainError('conflict', 'It has been paid just now.');
    const cancelled = await this.#steps.close(order._id, ['pending'], 'cancelled', actor.id);
    return this.#done(actor, cancelled ?? (await this.#refusedStep(order, 'cancelled')), 'cancelled');
  }
  async #refunded(actor: Actor, order: OrderRecord, isConfirmed: boolean): Promise<Order> {
    const from: OrderState[] = ['paid', 'fulfilled'];
    if (!from.includes(order.state)) return this.#view(await this.#refusedStep(order, 'refunded'));
    if (isConfirmed) {
      // The order follows when the provider says that the money is on its way back.
      await this.#desk.refund(order.payment.provider, order.paymentReference);
      await this.#audit.record(actor, 'order.refund', deed(order));
      return this.#view((await this.#storage.orders.byId(order._id)) ?? order);
    }
    const refunded = await this.#steps.close(order._id, from, 'refunded', actor.id);
    return this.#done(actor, refunded ?? (await this.#refusedStep(order, 'refunded')), 'refunded');
  }
  /** Somebody else was quicker: fine when it has come to the same. */
  async #refusedStep({ _id, number }: OrderRecord, to: OrderState): Promise<OrderRecord> {
    const now = await this.#storage.orders.byId(_id);
    if (now?.state === to) return now;
    throw new DomainError('conflict', `Order ${number} is ${now?.state ?? 'gone'}: it can’t become ${to}.`);
  }
  async #done(actor: Actor, order: OrderRecord, event: OrderEvent): Promise<Order> {
    await this.#audit.record(actor, `order.${event}`, deed(order));
    await this.#news.tell(order, event).catch(this.#onError);
    return this.#view(order);
  }
  async #view(order: OrderRecord): Promise<Order> {
    const [view] = await this.#shows.views([order]);
    return view ?? orderView(order);
  }

  /** The order, for its buyer, admins, and the host of its show; for others there is none. */
  async #known(actor: Actor, id: string): Promise<{ order: OrderRecord; isBuyer: boolean; mayServe: boolean }> {
    const order = await this.#storage.orders.byId(id);
    // A viewer's token may outlive the account that its id has become.
    const isBuyer = order?.buyerId === actor.id && actor.role !== 'viewer';
    const mayServe = order !== null && (await this.#mayServe(actor, order.streamId));
    if (!order || !(isBuyer || mayServe)) throw new DomainError('not_found', 'There is no such order.');
    return { order, isBuyer, mayServe };
  }
  async #mayServe(actor: Actor, streamId: string | null | undefined): Promise<boolean> {
    if (actor.role === 'admin') return true;
    if (actor.role !== 'host' || !streamId) return false;
    return this.#shows.isRunBy(actor, streamId);
  }
  async #assertMaySee(actor: Actor, streamId: string | undefined): Promise<void> {
    if (await this.#mayServe(actor, streamId)) return;
    throw new DomainError('forbidden', 'Admins see every order, hosts those of one of their shows.');
  }
}

const announcedLine = ({ productId, title, quantity }: OrderLine) => ({ productId, title, quantity });
const deed = ({ streamId, number, total, currency }: OrderRecord) => ({ streamId, target: number, details: { total, currency } });

function filterOf({ streamId, state, search, from, to }: OrderExportQuery): Omit<OrderFilter, 'limit' | 'cursor'> {
  return {
    ...(streamId ? { streamId } : {}),
    ...(state ? { states: state } : {}),
    ...(search ? { search } : {}),
    ...(from ? { from: Date.parse(from) } : {}),
    ...(to ? { to: Date.parse(to) } : {}),
  };
}

/** What the show has agreed for these lines, while it is on air. */
function orderTerms(show: LivestreamRecord | undefined, lines: OrderLine[]): OrderTerms {
  const terms: OrderTerms = { prices: [], limits: [] };
  if (!show) return terms;
  for (const { productId, showPrice, limitPerBuyer } of termsOf(show)) {
    const ordered = lines.filter((line) => line.productId === productId);
    if (ordered.length === 0) continue;
    if (showPrice !== null) for (const { variantId } of ordered) terms.prices.push({ productId, variantId, price: showPrice });
    if (limitPerBuyer !== null) terms.limits.push({ scope: show._id, productId, max: limitPerBuyer });
  }
  return terms;
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
