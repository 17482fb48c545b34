import type { OrderState } from '@vitrine/protocol';
import type { OrderRecord, Page, PageRequest, PlaceResult, ProductRecord } from '../../../ports/storage.ts';
import { decodeCursor, pageOf } from './cursor.ts';
import type { Value } from './driver.ts';
import type { Prepared } from './prepared.ts';
import { products } from './products.ts';

const FIRST_NUMBER = 1001;
const SOLD = "('pending', 'paid', 'fulfilled')";
const isRecord = <T>(value: T | null): value is T => value !== null;

export const orders = (db: Prepared) => {
  const catalogue = products(db);
  const byId = (id: string) => db.document<OrderRecord>('SELECT document FROM orders WHERE id = ?', id);
  const write = (order: OrderRecord): OrderRecord => {
    db.run(
      'UPDATE orders SET state = ?, owing = ?, document = ? WHERE id = ?',
      order.state,
      order.owed.length,
      JSON.stringify(order),
      order._id,
    );
    return order;
  };

  /** What stands in the way of this order, or null. Lines of the same variant are added up. */
  const obstacle = (order: Omit<OrderRecord, 'number'>): PlaceResult | null => {
    const wanted = new Map<string, number>();
    for (const line of order.lines) {
      const product = catalogue.byId(line.productId);
      const variant = product?.variants.find((candidate) => candidate.id === line.variantId);
      if (!product || product.archived || !variant) return { outcome: 'unknown_product', productId: line.productId };
      if (variant.price !== line.unitPrice)
        return { outcome: 'price_changed', productId: line.productId, variantId: line.variantId, price: variant.price };
      const stock = `${line.productId}:${line.variantId}`;
      const units = (wanted.get(stock) ?? 0) + line.quantity;
      wanted.set(stock, units);
      if (variant.stock < units) return { outcome: 'sold_out', productId: line.productId, variantId: line.variantId, left: variant.stock };
    }
    return null;
  };

  return {
    place(order: Omit<OrderRecord, 'number'>): PlaceResult {
      const known = byId(order._id);
      if (known) return { outcome: 'repeated', order: known };
      const refused = obstacle(order);
      if (refused) return refused;
      for (const line of order.lines)
        db.run('UPDATE variants SET stock = stock - ? WHERE product_id = ? AND id = ?', line.quantity, line.productId, line.variantId);
      const number = Number(db.get('SELECT max(number) AS last FROM orders')?.last ?? FIRST_NUMBER - 1) + 1;
      const placed: OrderRecord = { ...order, number: `V-${number}`, state: 'pending' };
      db.run(
        'INSERT INTO orders (id, number, stream_id, buyer_id, state, created_at, owing, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        placed._id,
        number,
        placed.streamId,
        placed.buyerId,
        placed.state,
        placed.createdAt,
        placed.owed.length,
        JSON.stringify(placed),
      );
      const ids = [...new Set(order.lines.map((line) => line.productId))];
      return { outcome: 'placed', order: placed, products: ids.map(catalogue.byId).filter(isRecord<ProductRecord>) };
    },
    byId,
    list(filter: PageRequest & { buyerId?: string }): Page<OrderRecord> {
      const conditions = ['1'];
      const values: Value[] = [];
      if (filter.buyerId) {
        conditions.push('buyer_id = ?');
        values.push(filter.buyerId);
      }
      if (filter.cursor) {
        conditions.push('number < ?');
        values.push(decodeCursor(filter.cursor).key);
      }
      const rows = db.all(
        `SELECT number, document FROM orders WHERE ${conditions.join(' AND ')} ORDER BY number DESC LIMIT ?`,
        ...values,
        filter.limit + 1,
      );
      const found = rows.map((row) => ({ number: Number(row.number), order: JSON.parse(String(row.document)) as OrderRecord }));
      const page = pageOf(found, filter.limit, ({ number, order }) => ({ key: number, id: order._id }));
      return { ...page, items: page.items.map(({ order }) => order) };
    },
    settle(id: string, key: string): void {
      const order = byId(id);
      if (order) write({ ...order, owed: order.owed.filter((entry) => entry.key !== key) });
    },
    owing: (limit: number) => db.documents<OrderRecord>('SELECT document FROM orders WHERE owing > 0 LIMIT ?', limit),
    salesByProduct: (streamId: string): { productId: string; title: string; orders: number; units: number; revenue: number }[] =>
      db
        .all(
          `SELECT line.value ->> 'productId' AS product_id, max(line.value ->> 'title') AS title, count(DISTINCT orders.id) AS order_count,
                  sum(line.value ->> 'quantity') AS units, sum((line.value ->> 'quantity') * (line.value ->> 'unitPrice')) AS revenue
           FROM orders, json_each(orders.document, '$.lines') AS line WHERE stream_id = ? AND state IN ${SOLD} GROUP BY product_id ORDER BY revenue DESC`,
          streamId,
        )
        .map((row) => ({
          productId: String(row.product_id),
          title: String(row.title),
          orders: Number(row.order_count),
          units: Number(row.units),
          revenue: Number(row.revenue),
        })),
    totals(streamId: string): { count: number; revenue: number } {
      const row = db.get(
        `SELECT count(*) AS count, coalesce(sum(document ->> 'total'), 0) AS revenue FROM orders WHERE stream_id = ? AND state IN ${SOLD}`,
        streamId,
      );
      return { count: Number(row?.count ?? 0), revenue: Number(row?.revenue ?? 0) };
    },
    changeState(id: string, from: OrderState[], to: OrderState, at: number): OrderRecord | null {
      const order = byId(id);
      return order && from.includes(order.state) ? write({ ...order, state: to, updatedAt: at }) : null;
    },
  };
};
