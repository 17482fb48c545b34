import { Id, Order } from '@vitrine/protocol';
import { z } from 'zod';
import { operation } from '../operation.ts';

export const getOrder = operation({
  method: 'get',
  path: '/orders/:id',
  tag: 'Orders',
  summary: 'One order, for its buyer and for staff',
  actor: 'required',
  params: z.strictObject({ id: Id }),
  status: 200,
  answer: Order,
  errors: ['not_found'],
  handler: ({ services }, { params }, actor) => services.orders.get(actor, params.id),
});
