import { OrderPage, OrderQuery } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listOrders = operation({
  method: 'get',
  path: '/orders',
  tag: 'Orders',
  summary: "One's own orders, newest first; the whole shop's for staff",
  actor: 'required',
  query: OrderQuery,
  status: 200,
  answer: OrderPage,
  errors: ['forbidden'],
  handler: ({ services }, { query }, actor) => services.orders.list(actor, query),
});
