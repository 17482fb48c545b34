import type { DeliveryMethod, Order, OrderInput, OrderLine, ShopSettings } from '@vitrine/protocol';
import type { ProductRecord } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';

export type Priced = Pick<Order, 'lines' | 'delivery' | 'total' | 'taxes'>;
type Priceable = Pick<OrderLine, 'unitPrice' | 'quantity' | 'taxPercent'>;

/**
 * What the order comes to, at the prices that the buyer saw.
 * @throws DomainError `invalid` when the shop sells or delivers nothing of this name.
 */
export function priced(input: OrderInput, products: ProductRecord[], shop: ShopSettings): Priced {
  const lines = input.lines.map((line, index) => orderLine(line, index, products, shop));
  const sum = sumOf(lines);
  const delivery = deliveryOf(input.deliveryMethod, sum, shop.deliveryMethods);
  return { lines, delivery, total: sum + (delivery?.price ?? 0), taxes: includedTaxes(lines, delivery?.price ?? 0, standardPercent(shop)) };
}

const sumOf = (lines: Priceable[]): number => lines.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0);
const standardPercent = (shop: ShopSettings): number => shop.taxRates[0]?.percent ?? 0;

function orderLine(line: OrderInput['lines'][number], index: number, products: ProductRecord[], shop: ShopSettings): OrderLine {
  const product = products.find((candidate) => candidate._id === line.productId);
  const variant = product?.variants.find((candidate) => candidate.id === line.variantId);
  if (!product || product.archived || !variant)
    throw new DomainError('invalid', 'The shop does not sell this any more.', {
      fields: [{ path: `lines.${index}`, message: 'unknown product' }],
    });
  const rate = shop.taxRates.find(({ name }) => name === product.taxRate);
  return {
    ...line,
    title: product.title,
    variantName: variant.name,
    image: product.images[0] ?? null,
    taxPercent: rate?.percent ?? standardPercent(shop),
  };
}

/** What delivery by this method costs for lines of this sum; null where the shop has no methods. */
export function deliveryOf(methodId: string | undefined, sum: number, methods: DeliveryMethod[]): Order['delivery'] {
  if (methods.length === 0 && methodId === undefined) return null;
  const method = methods.find(({ id }) => id === methodId);
  if (!method)
    throw new DomainError('invalid', methodId === undefined ? 'Say how it is to be delivered.' : 'The shop does not deliver like this.', {
      fields: [{ path: 'deliveryMethod', message: methodId === undefined ? 'is needed' : 'unknown method' }],
    });
  const isFree = method.freeFrom !== null && sum >= method.freeFrom;
  return { methodId: method.id, name: method.name, price: isFree ? 0 : method.price };
}

/**
 * The tax that the prices include, by rate and rounded once per rate, the highest first; rates of nothing are left out. Delivery is
 * taxed at the shop's first rate.
 */
export function includedTaxes(lines: Priceable[], deliveryPrice: number, deliveryPercent: number): Order['taxes'] {
  const gross = new Map<number, number>();
  for (const { taxPercent, unitPrice, quantity } of lines) gross.set(taxPercent, (gross.get(taxPercent) ?? 0) + unitPrice * quantity);
  if (deliveryPrice > 0) gross.set(deliveryPercent, (gross.get(deliveryPercent) ?? 0) + deliveryPrice);
  return [...gross]
    .filter(([percent]) => percent > 0)
    .sort(([one], [other]) => other - one)
    .map(([percent, amount]) => ({ percent, amount: includedTax(amount, percent) }));
}

/** Per cent are counted in thousandths: 8.875 % is the finest that anybody levies. */
const THOUSANDTHS = 1_000;
/** The part of a gross amount that is tax, rounded half up; in whole numbers, since products of this size pass what a double can hold. */
function includedTax(gross: number, percent: number): number {
  const rate = BigInt(Math.round(percent * THOUSANDTHS));
  const whole = rate + 100n * BigInt(THOUSANDTHS);
  return Number((2n * BigInt(gross) * rate + whole) / (2n * whole));
}
