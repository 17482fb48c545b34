import { Order } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { OrderParams } from './order-id.ts';

export const getOrder = operation({
  method: 'get',
  path: '/orders/:id',
  tag: 'Orders',
  summary: 'One order, for its buyer, admins and the host of its show',
  actor: 'required',
  params: OrderParams,
  status: 200,
  answer: Order,
  errors: ['not_found'],
  handler: ({ services }, { params }, actor) => services.orders.get(actor, params.id),
});
