import type { SoldLine } from '../../../ports/storage.ts';
import type { Prepared } from './prepared.ts';

const SOLD = "('pending', 'paid', 'fulfilled')";

/** What a show has sold. */
export const sales = (db: Prepared) => ({
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
  soldLines: (streamId: string): SoldLine[] =>
    db
      .all(
        `SELECT orders.id AS order_id, buyer_id, created_at, line.value ->> 'productId' AS product_id, line.value ->> 'quantity' AS quantity,
                (line.value ->> 'quantity') * (line.value ->> 'unitPrice') AS amount
         FROM orders, json_each(orders.document, '$.lines') AS line WHERE stream_id = ? AND state IN ${SOLD} ORDER BY created_at, number, line.key`,
        streamId,
      )
      .map((row) => ({
        orderId: String(row.order_id),
        buyerId: String(row.buyer_id),
        at: Number(row.created_at),
        productId: String(row.product_id),
        quantity: Number(row.quantity),
        amount: Number(row.amount),
      })),
});
