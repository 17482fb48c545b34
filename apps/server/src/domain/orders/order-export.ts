import type { OrderRecord } from '../../ports/storage.ts';
import { csvLine, decimalAmount } from '../csv.ts';

/** One line for each line of an order, so that sums can be made by product; what belongs to the whole order stands in its first. */
export const ORDER_HEADER = csvLine([
  'number',
  'placed_at',
  'state',
  'name',
  'email',
  'address',
  'product',
  'variant',
  'quantity',
  'unit_price',
  'line_total',
  'tax_percent',
  'delivery',
  'delivery_price',
  'order_total',
  'order_tax',
  'currency',
  'payment',
  'show_id',
]);

export function orderLines(order: OrderRecord): string {
  const amount = (value: number): string => decimalAmount(value, order.currency);
  const tax = order.taxes.reduce((sum, each) => sum + each.amount, 0);
  return order.lines
    .map((line, index) => {
      const ofOrder = <Cell>(cell: Cell): Cell | null => (index === 0 ? cell : null);
      return csvLine([
        order.number,
        new Date(order.createdAt).toISOString(),
        order.state,
        order.contact.name,
        order.contact.email,
        order.contact.address,
        line.title,
        line.variantName,
        line.quantity,
        amount(line.unitPrice),
        amount(line.unitPrice * line.quantity),
        line.taxPercent,
        ofOrder(order.delivery?.name ?? null),
        ofOrder(order.delivery ? amount(order.delivery.price) : null),
        ofOrder(amount(order.total)),
        ofOrder(amount(tax)),
        order.currency,
        order.payment.provider,
        order.streamId,
      ]);
    })
    .join('');
}
