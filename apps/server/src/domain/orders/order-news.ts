import type { OrderState } from '@vitrine/protocol';
import type { OrderRecord } from '../../ports/storage.ts';
import { decimalAmount } from '../csv.ts';
import type { Mails } from '../outside/mails.ts';
import type { WebhookNews } from '../outside/webhooks.ts';
import type { Shop } from '../services.ts';
import { orderView } from './order-view.ts';

export type OrderEvent = 'placed' | Extract<OrderState, 'paid' | 'fulfilled' | 'cancelled' | 'refunded'>;

/** What buyers, by mail, and other systems, by webhook, are told of an order. Keys make each of it once, however often it is told. */
export class OrderNews {
  readonly #mails: Mails;
  readonly #webhooks: WebhookNews;
  readonly #shop: Pick<Shop, 'settings'>;
  readonly #publicUrl: string;

  constructor(parts: { mails: Mails; webhooks: WebhookNews; shop: Pick<Shop, 'settings'>; publicUrl: string }) {
    this.#mails = parts.mails;
    this.#webhooks = parts.webhooks;
    this.#shop = parts.shop;
    this.#publicUrl = parts.publicUrl;
  }

  /** Durable when it resolves. */
  async tell(order: OrderRecord, event: OrderEvent): Promise<void> {
    if (event === 'placed') await this.#webhooks.emit('order.placed', order._id, orderView(order));
    if (event === 'paid') await this.#webhooks.emit('order.paid', order._id, orderView(order));
    // A contact that has been emptied belongs to nobody any more.
    if (order.contact.email === '') return;
    await this.#mails.send({ to: order.contact.email, key: `order-${event}:${order._id}`, ...this.#mail(order, event) });
  }

  #mail(order: OrderRecord, event: OrderEvent): { subject: string; text: string } {
    const shop = this.#shop.settings.name;
    const subject = `${shop}: ${SUBJECTS[event](order)}`;
    const parts = [
      `Hello ${order.contact.name},`,
      said(order, event),
      ...(event === 'placed' ? [summary(order), `Delivered to:\n${order.contact.name}\n${order.contact.address}`] : []),
      `Your orders: ${this.#publicUrl}/account/orders`,
      shop,
    ];
    return { subject, text: `${parts.join('\n\n')}\n` };
  }
}

const SUBJECTS: Record<OrderEvent, (order: OrderRecord) => string> = {
  placed: ({ number }) => `your order ${number}`,
  paid: ({ number }) => `order ${number} is paid`,
  fulfilled: ({ number }) => `order ${number} is on its way`,
  cancelled: ({ number }) => `order ${number} is cancelled`,
  refunded: ({ number }) => `order ${number} is refunded`,
};

function said(order: OrderRecord, event: OrderEvent): string {
  const { number } = order;
  switch (event) {
    case 'placed':
      if (order.payment.url !== null)
        return `thank you for your order ${number}. Please pay here, so that we can send it:\n${order.payment.url}`;
      return `thank you for your order ${number}. We have put it aside for you.`;
    case 'paid':
      return `we have your payment of ${money(order.total, order.currency)} for order ${number}. Thank you.`;
    case 'fulfilled':
      return `your order ${number} is on its way to you.`;
    case 'cancelled':
      return `your order ${number} has been cancelled. If you have paid meanwhile, the money goes back to you by itself.`;
    case 'refunded':
      return `${money(order.total, order.currency)} for order ${number} go back to you. It can take some days until you see them.`;
  }
}

function summary({ lines, delivery, taxes, total, currency }: OrderRecord): string {
  return [
    ...lines.map(
      ({ title, variantName, quantity, unitPrice }) =>
        `${quantity} x ${variantName === '' ? title : `${title}, ${variantName}`}: ${money(unitPrice * quantity, currency)}`,
    ),
    ...(delivery ? [`${delivery.name}: ${money(delivery.price, currency)}`] : []),
    `Total: ${money(total, currency)}`,
    ...taxes.map(({ percent, amount }) => `${percent} % tax included: ${money(amount, currency)}`),
  ].join('\n');
}
const money = (amount: number, currency: string): string => `${decimalAmount(amount, currency)} ${currency}`;
