import type { Order } from '@vitrine/protocol';

const TONES: Record<Order['state'], 'plain' | 'ok' | 'warn'> = {
  placing: 'plain',
  pending: 'warn',
  paid: 'ok',
  fulfilled: 'ok',
  cancelled: 'plain',
  abandoned: 'plain',
  refunded: 'plain',
};
/** The colour of an order's state. */
export const orderTone = (state: Order['state']): 'plain' | 'ok' | 'warn' => TONES[state];
