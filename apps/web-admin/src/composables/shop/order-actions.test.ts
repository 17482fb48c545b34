import { expect, it } from 'vitest';
import { actionsFor, needsConfirmation } from './order-actions.ts';

const order = (state: Parameters<typeof actionsFor>[0]['state'], provider: 'manual' | 'stripe' = 'manual') =>
  actionsFor({ state, payment: { provider, url: null } });

it('offers for each state what can follow it', () => {
  expect(order('pending')).toEqual(['paid', 'cancelled']);
  expect(order('paid')).toEqual(['fulfilled', 'refunded']);
  expect(order('fulfilled')).toEqual(['refunded']);
  for (const over of ['cancelled', 'refunded', 'abandoned', 'placing'] as const) expect(order(over)).toEqual([]);
});
it('leaves it to a payment provider to say that money came', () => {
  expect(order('pending', 'stripe')).toEqual(['cancelled']);
});
it('asks before what cannot be taken back', () => {
  expect((['paid', 'fulfilled', 'cancelled', 'refunded'] as const).filter(needsConfirmation)).toEqual(['cancelled', 'refunded']);
});
