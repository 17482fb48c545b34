import { Order } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { OrderParams } from './order-id.ts';

export const openPayment = operation({
  method: 'post',
  path: '/orders/:id/payment',
  tag: 'Orders',
  summary: 'Where one pays: `payment.url`. Asked again where the provider could not be reached when the order was placed',
  actor: 'required',
  params: OrderParams,
  status: 200,
  answer: Order,
  errors: ['forbidden', 'not_found', 'payment_failed', 'payment_unavailable'],
  handler: ({ services }, { params }, actor) => services.orders.openPayment(actor, params.id),
});
