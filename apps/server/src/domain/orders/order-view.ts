import type { Order } from '@vitrine/protocol';
import type { OrderRecord } from '../../ports/storage.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** An order as the API gives it: without who did what, and with a place to pay only while there is something to pay. */
export const orderView = ({ requestHash: _, owed: __, paymentReference: ___, ...order }: OrderRecord): Order => {
  const isUnpaid = order.state === 'pending';
  return {
    ...order,
    payment: { ...order.payment, url: isUnpaid ? order.payment.url : null },
    payBefore: order.payBefore === null || !isUnpaid ? null : iso(order.payBefore),
    history: order.history.map(({ state, at }) => ({ state, at: iso(at) })),
    createdAt: iso(order.createdAt),
    updatedAt: iso(order.updatedAt),
  };
};
