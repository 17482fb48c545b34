import { IdempotencyKey, Order, OrderInput } from '@vitrine/protocol';
import { z } from 'zod';
import { operation } from '../operation.ts';

export const placeOrder = operation({
  method: 'post',
  path: '/orders',
  tag: 'Orders',
  summary: 'Buy. The same Idempotency-Key gives the same order, however often it is sent',
  actor: 'required',
  headers: z.object({ 'idempotency-key': IdempotencyKey }),
  body: OrderInput,
  status: 201,
  answer: Order,
  errors: ['sold_out', 'price_changed', 'not_found', 'in_progress', 'key_reused', 'name_required'],
  async handler(context, { headers, body }, actor) {
    const { order, repeated } = await context.services.orders.place(actor, body, headers['idempotency-key']);
    context.header('Location', `/orders/${order._id}`);
    if (repeated) context.header('Idempotency-Replayed', 'true');
    return order;
  },
});
