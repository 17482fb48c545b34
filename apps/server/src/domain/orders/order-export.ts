import type { OrderFilter, OrderRecord, OrderStore } from '../../ports/storage.ts';
import { csvLine, decimalAmount } from '../csv.ts';
import type { OrderShows } from './order-shows.ts';

const EXPORT_PAGE = 100;

/** One line for each line of an order, so that sums can be made by product; what belongs to the whole order stands in its first. */
const ORDER_HEADER = csvLine([
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
  'show',
]);

/** `show`: the name of the show it was placed in. */
function orderLines(order: OrderRecord, show: string | null): string {
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
        show,
      ]);
    })
    .join('');
}

/** The file as it is made, page by page. */
export async function* exportOrders(
  orders: Pick<OrderStore, 'list'>,
  shows: OrderShows,
  filter: Omit<OrderFilter, 'limit' | 'cursor'>,
): AsyncGenerator<string> {
  let cursor: string | undefined;
  let header = ORDER_HEADER;
  do {
    const page = await orders.list({ ...filter, limit: EXPORT_PAGE, ...(cursor ? { cursor } : {}) });
    const titles = await shows.titles(page.items);
    yield header + page.items.map((order) => orderLines(order, titles.get(order.streamId ?? '') ?? null)).join('');
    header = '';
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
