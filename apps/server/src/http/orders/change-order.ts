import { Order, OrderPatch } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { OrderParams } from './order-id.ts';

export const changeOrder = operation({
  method: 'patch',
  path: '/orders/:id',
  tag: 'Orders',
  summary:
    'Mark it as paid or fulfilled, cancel or refund it. Buyers cancel what is unpaid. A refund through a provider shows when it confirms it',
  actor: 'required',
  params: OrderParams,
  body: OrderPatch,
  status: 200,
  answer: Order,
  errors: ['forbidden', 'not_found', 'conflict', 'payment_failed', 'payment_unavailable'],
  handler: ({ services }, { params, body }, actor) => services.orders.change(actor, params.id, body),
});
