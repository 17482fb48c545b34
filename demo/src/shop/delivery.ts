import type { PublicShop } from '@vitrine/protocol';

/** How Maison Lumen brings things. Prices are in cents. */
export const DELIVERY = [
  { id: 'standard', name: 'Post, two to four days', price: 590, freeFrom: 15_000 },
  { id: 'express', name: 'Courier, tomorrow', price: 1_290, freeFrom: null },
  { id: 'pick-up', name: 'Picked up at the studio in Ghent', price: 0, freeFrom: null },
] as const satisfies PublicShop['deliveryMethods'];
export type DeliveryId = (typeof DELIVERY)[number]['id'];

/** Of a hundred orders, how many come which way. */
export const DELIVERY_HABITS: Readonly<Record<DeliveryId, number>> = { standard: 70, express: 18, 'pick-up': 12 };

/** What an order costs with its way of delivery. */
export function totalOf(lines: number, id: DeliveryId): number {
  const method = DELIVERY.find((one) => one.id === id) ?? DELIVERY[0];
  return lines + (method.freeFrom !== null && lines >= method.freeFrom ? 0 : method.price);
}
