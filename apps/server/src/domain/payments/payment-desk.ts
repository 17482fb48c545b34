import type { PaymentProvider } from '@vitrine/protocol';
import type { PaymentGateway } from '../../ports/payments.ts';
import type { OrderRecord, Storage } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';

/** Payments of orders: opened, withdrawn and given back with the provider that the order was placed with. */
export class PaymentDesk {
  readonly #storage: Storage;
  readonly #gateways: readonly PaymentGateway[];
  readonly #publicUrl: string;

  constructor(parts: {
    storage: Storage;
    /** The first is the one for new orders. */
    gateways: readonly PaymentGateway[];
    /** The origin that the buyer's browser comes back to. */
    publicUrl: string;
  }) {
    this.#storage = parts.storage;
    this.#gateways = parts.gateways;
    this.#publicUrl = parts.publicUrl;
  }

  /** How a new order of this total is paid: what costs nothing goes through no provider. */
  providerFor(total: number): PaymentProvider {
    return total === 0 ? 'manual' : (this.#gateways[0]?.provider ?? 'manual');
  }
  /** Whether the provider says by itself what has been paid; else the staff does. */
  confirms(provider: PaymentProvider): boolean {
    return this.#gatewayOf(provider)?.confirms ?? provider !== 'manual';
  }

  /** Opens the payment of a pending order, unless it is open already. Gives the order as it is afterwards. */
  async open(order: OrderRecord): Promise<OrderRecord> {
    if (order.state !== 'pending' || order.payment.url !== null || order.payBefore === null) return order;
    const gateway = this.#gatewayOf(order.payment.provider);
    if (!gateway) throw new DomainError('payment_unavailable', 'The shop takes no payments of this kind now.');
    const page = (outcome: string): string => `${this.#publicUrl}/account/orders?order=${order._id}&payment=${outcome}`;
    const { _id: orderId, number, currency, createdAt, payBefore } = order;
    const opened = await gateway.open({
      orderId,
      number,
      currency,
      createdAt,
      payBefore,
      lines: paymentLines(order),
      email: order.contact.email,
      doneUrl: page('done'),
      cancelledUrl: page('cancelled'),
    });
    if (!opened) return order;
    const named = await this.#storage.orders.setPayment(orderId, opened.reference, opened.url);
    if (named) return named;
    // Cancelled in the meantime: nobody should pay for it.
    await gateway.withdraw(opened.reference);
    return (await this.#storage.orders.byId(orderId)) ?? order;
  }

  /** Makes sure that nobody pays for it any more; false when it has been paid just now. */
  async withdraw(order: OrderRecord): Promise<boolean> {
    if (order.paymentReference === null) return true;
    // A provider that has been given up can't be asked: what it still brings in nobody will tell us.
    return (await this.#gatewayOf(order.payment.provider)?.withdraw(order.paymentReference)) ?? true;
  }
  /** Gives back what was paid under this reference, once however often it is asked. */
  async refund(provider: PaymentProvider, reference: string | null): Promise<void> {
    const gateway = this.#gatewayOf(provider);
    if (!gateway) throw new DomainError('payment_unavailable', 'The shop takes no payments of this kind now.');
    if (gateway.confirms && reference === null) throw new DomainError('payment_failed', 'Nothing has been paid that could be given back.');
    await gateway.refund(reference ?? '');
  }
  /** @throws DomainError `not_found` when the shop has no such provider. */
  gateway(provider: PaymentProvider): PaymentGateway {
    const gateway = this.#gatewayOf(provider);
    if (!gateway) throw new DomainError('not_found', 'The shop takes no payments of this kind.');
    return gateway;
  }

  #gatewayOf(provider: PaymentProvider): PaymentGateway | undefined {
    return this.#gateways.find((gateway) => gateway.provider === provider);
  }
}

const paymentLines = ({ lines, delivery }: OrderRecord) => [
  ...lines.map(({ title, variantName, unitPrice, quantity }) => ({
    name: variantName === '' ? title : `${title}, ${variantName}`,
    amount: unitPrice,
    quantity,
  })),
  ...(delivery && delivery.price > 0 ? [{ name: delivery.name, amount: delivery.price, quantity: 1 }] : []),
];
