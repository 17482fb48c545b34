import type { Order, OrderInput, OrderQuery, Product, PublicShop } from '@vitrine/protocol';
import type { CallOptions, ListPage, Request } from './call.ts';
import { searchOf } from './order-search.ts';

/** The shop as its customers see it, and one's orders. */
export function buyingCalls(request: Request) {
  const product = (id: string): string => `/products/${encodeURIComponent(id)}`;
  const order = (id: string): string => `/orders/${encodeURIComponent(id)}`;
  return {
    shop: (call: CallOptions = {}) => request<PublicShop>('GET', '/shop', call),
    product: (id: string, call: CallOptions = {}) => request<Product>('GET', product(id), call),
    /** The same key gives the same order, however often it is sent. */
    placeOrder: (input: OrderInput, idempotencyKey: string, call: CallOptions = {}) =>
      request<Order>('POST', '/orders', { ...call, body: input, headers: { 'idempotency-key': idempotencyKey } }),
    listOrders: (query: Partial<OrderQuery> = {}, call: CallOptions = {}) =>
      request<ListPage<Order>>('GET', '/orders', { ...call, query: searchOf(query) }),
    order: (id: string, call: CallOptions = {}) => request<Order>('GET', order(id), call),
    /** One's own, while it is unpaid. */
    cancelOrder: (id: string, call: CallOptions = {}) => request<Order>('PATCH', order(id), { ...call, body: { state: 'cancelled' } }),
    /** Where one pays: `payment.url` of the order. */
    openPayment: (id: string, call: CallOptions = {}) => request<Order>('POST', `${order(id)}/payment`, call),
  };
}
