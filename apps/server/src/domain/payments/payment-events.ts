import type { PaymentProvider } from '@vitrine/protocol';
import type { PaymentEvent } from '../../ports/payments.ts';
import type { OrderRecord, Storage } from '../../ports/storage.ts';
import { SHOP_ITSELF } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { DomainError } from '../errors.ts';
import type { OrderNews } from '../orders/order-news.ts';
import type { OrderSteps } from '../orders/order-steps.ts';
import type { Payments } from '../services.ts';
import type { PaymentDesk } from './payment-desk.ts';

/**
 * What a provider tells us, in messages that it signs, sends until they are taken, in any order and sometimes twice. Each is taken by
 * looking at the order as it is now; one that failed half-way is sent again and finds its place.
 */
export class PaymentEvents implements Payments {
  readonly #storage: Storage;
  readonly #desk: PaymentDesk;
  readonly #steps: OrderSteps;
  readonly #news: OrderNews;
  readonly #audit: AuditLog;

  constructor(parts: { storage: Storage; desk: PaymentDesk; steps: OrderSteps; news: OrderNews; audit: AuditLog }) {
    this.#storage = parts.storage;
    this.#desk = parts.desk;
    this.#steps = parts.steps;
    this.#news = parts.news;
    this.#audit = parts.audit;
  }

  async receive(provider: PaymentProvider, body: Buffer, signature: string): Promise<void> {
    const event = await this.#desk.gateway(provider).read(body, signature);
    if (!event) return;
    const order = await this.#storage.orders.byId(event.orderId);
    if (order?.payment.provider !== provider) return;
    if (event.type === 'paid') await this.#paid(order, event);
    // Only the payment that the order has: a second one, or one that came too late, is given back without touching the order.
    else if (order.paymentReference === null || order.paymentReference === event.reference) await this.#ended(order, event);
  }

  async #paid(order: OrderRecord, { reference }: PaymentEvent): Promise<void> {
    const paid = await this.#steps.move(order._id, ['pending'], 'paid', null, reference);
    if (paid) return this.#news.tell(paid, 'paid');
    const now = (await this.#storage.orders.byId(order._id)) ?? order;
    if (now.state === 'placing' || now.state === 'pending')
      throw new DomainError('in_progress', 'The order is being changed.', { retryAfter: 1 });
    const isOurs = now.paymentReference === reference;
    if (isOurs && (now.state === 'paid' || now.state === 'fulfilled')) return this.#news.tell(now, 'paid');
    // Its money has gone back already; only the message is late.
    if (isOurs && now.state === 'refunded') return;
    await this.#desk.refund(now.payment.provider, reference);
    await this.#audit.record(SHOP_ITSELF, 'order.late_payment_refunded', {
      streamId: now.streamId,
      target: now.number,
      details: { state: now.state, reference },
    });
  }

  async #ended(order: OrderRecord, { type }: PaymentEvent): Promise<void> {
    const closed =
      type === 'refunded'
        ? await this.#steps.close(order._id, ['pending', 'paid', 'fulfilled'], 'refunded', null)
        : await this.#steps.close(order._id, ['pending'], 'cancelled', null);
    if (closed) return this.#news.tell(closed, type === 'refunded' ? 'refunded' : 'cancelled');
    const now = await this.#storage.orders.byId(order._id);
    // The message comes again because telling of it failed the last time.
    if (type === 'refunded' && now?.state === 'refunded') await this.#news.tell(now, 'refunded');
  }
}
