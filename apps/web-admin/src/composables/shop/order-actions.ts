import type { Order, OrderPatch } from '@vitrine/protocol';

export type OrderAction = OrderPatch['state'];

/** What the staff can do with an order as it stands. Money that came through a provider is marked as paid by the provider alone. */
export function actionsFor({ state, payment }: Pick<Order, 'state' | 'payment'>): readonly OrderAction[] {
  if (state === 'pending') return payment.provider === 'manual' ? ['paid', 'cancelled'] : ['cancelled'];
  if (state === 'paid') return ['fulfilled', 'refunded'];
  return state === 'fulfilled' ? ['refunded'] : [];
}
/** Those that cannot be taken back are asked about first. */
export const needsConfirmation = (action: OrderAction): boolean => action === 'cancelled' || action === 'refunded';
