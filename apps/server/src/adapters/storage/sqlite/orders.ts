import type { OrderState } from '@vitrine/protocol';
import type { OrderChange, OrderFilter, OrderRecord, OrderTerms, Page, PlaceResult, ProductRecord } from '../../../ports/storage.ts';
import { decodeCursor, likePattern, pageOf } from './cursor.ts';
import type { Value } from './driver.ts';
import { sales } from './order-sales.ts';
import type { Prepared } from './prepared.ts';
import { products } from './products.ts';
import { searchableOrder } from './searchable.ts';

const FIRST_NUMBER = 1001;
/** Units that an order takes of what one buyer may have. */
interface LimitTaken {
  scope: string;
  productId: string;
  units: number;
}

export const orders = (db: Prepared) => {
  const catalogue = products(db);
  const byId = (id: string) => db.document<OrderRecord>('SELECT document FROM orders WHERE id = ?', id);
  const write = (order: OrderRecord): OrderRecord => {
    db.run(
      'UPDATE orders SET state = ?, owing = ?, searchable = ?, document = ? WHERE id = ?',
      order.state,
      order.owed.length,
      searchableOrder(order),
      JSON.stringify(order),
      order._id,
    );
    return order;
  };
  const inState = (order: OrderRecord, state: OrderState, { by, at, paymentReference }: OrderChange): OrderRecord => ({
    ...order,
    state,
    history: [...order.history, { state, at, by }],
    updatedAt: at,
    ...(paymentReference === undefined ? {} : { paymentReference }),
  });

  /** What stands in the way of this order at the catalogue, or null. Lines of the same variant are added up. */
  const obstacle = (order: Omit<OrderRecord, 'number'>, prices: OrderTerms['prices']): PlaceResult | null => {
    const wanted = new Map<string, number>();
    for (const { productId, variantId, unitPrice, quantity } of order.lines) {
      const product = catalogue.byId(productId);
      const variant = product?.variants.find((candidate) => candidate.id === variantId);
      if (!product || product.archived || !variant) return { outcome: 'unknown_product', productId };
      const agreed = prices.find((candidate) => candidate.productId === productId && candidate.variantId === variantId);
      const price = agreed?.price ?? variant.price;
      if (price !== unitPrice) return { outcome: 'price_changed', productId, variantId, price };
      const stock = `${productId}:${variantId}`;
      const units = (wanted.get(stock) ?? 0) + quantity;
      wanted.set(stock, units);
      if (variant.stock < units) return { outcome: 'sold_out', productId, variantId, left: variant.stock };
    }
    return null;
  };
  const limitsOf = (order: Omit<OrderRecord, 'number'>, limits: OrderTerms['limits']): LimitTaken[] =>
    limits
      .map(({ scope, productId }) => ({
        scope,
        productId,
        units: order.lines.filter((line) => line.productId === productId).reduce((sum, line) => sum + line.quantity, 0),
      }))
      .filter(({ units }) => units > 0);
  const passedLimit = (buyerId: string, taken: LimitTaken[], limits: OrderTerms['limits']): PlaceResult | null => {
    for (const { scope, productId, units } of taken) {
      const max = limits.find((limit) => limit.scope === scope && limit.productId === productId)?.max ?? 0;
      const row = db.get('SELECT units FROM buyer_units WHERE buyer_id = ? AND scope = ? AND product_id = ?', buyerId, scope, productId);
      const left = Math.max(0, max - Number(row?.units ?? 0));
      if (units > left) return { outcome: 'limit_reached', productId, max, left };
    }
    return null;
  };
  const takeLimits = (buyerId: string, taken: LimitTaken[]): void => {
    for (const { scope, productId, units } of taken)
      db.run(
        `INSERT INTO buyer_units (buyer_id, scope, product_id, units) VALUES (?, ?, ?, ?)
         ON CONFLICT (buyer_id, scope, product_id) DO UPDATE SET units = units + excluded.units`,
        buyerId,
        scope,
        productId,
        units,
      );
  };

  return {
    ...sales(db),
    place(order: Omit<OrderRecord, 'number'>, { prices, limits }: OrderTerms): PlaceResult {
      const known = byId(order._id);
      if (known) return { outcome: 'repeated', order: known };
      const taken = limitsOf(order, limits);
      const refused = obstacle(order, prices) ?? passedLimit(order.buyerId, taken, limits);
      if (refused) return refused;
      for (const line of order.lines)
        db.run('UPDATE variants SET stock = stock - ? WHERE product_id = ? AND id = ?', line.quantity, line.productId, line.variantId);
      takeLimits(order.buyerId, taken);
      const number = Number(db.get('SELECT max(number) AS last FROM orders')?.last ?? FIRST_NUMBER - 1) + 1;
      const placed: OrderRecord = {
        ...order,
        number: `V-${number}`,
        state: 'pending',
        history: [...order.history, { state: 'pending', at: order.createdAt, by: order.buyerId }],
      };
      db.run(
        `INSERT INTO orders (id, number, stream_id, buyer_id, state, created_at, owing, searchable, holds, limits_taken, document)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
        placed._id,
        number,
        placed.streamId,
        placed.buyerId,
        placed.state,
        placed.createdAt,
        placed.owed.length,
        searchableOrder(placed),
        JSON.stringify(taken),
        JSON.stringify(placed),
      );
      return { outcome: 'placed', order: placed, products: catalogue.byIds([...new Set(order.lines.map((line) => line.productId))]) };
    },
    byId,
    byPaymentReference: (reference: string) =>
      db.document<OrderRecord>('SELECT document FROM orders WHERE payment_reference = ?', reference),
    list(filter: OrderFilter): Page<OrderRecord> {
      const conditions = ["state NOT IN ('placing', 'abandoned')"];
      const values: Value[] = [];
      const add = (sql: string, ...given: Value[]): void => {
        conditions.push(sql);
        values.push(...given);
      };
      if (filter.buyerId) add('buyer_id = ?', filter.buyerId);
      if (filter.streamId) add('stream_id = ?', filter.streamId);
      if (filter.states) add(`state IN (${filter.states.map(() => '?').join(', ')})`, ...filter.states);
      if (filter.search) add("searchable LIKE ? ESCAPE '\\'", likePattern(filter.search));
      if (filter.from !== undefined) add('created_at >= ?', filter.from);
      if (filter.to !== undefined) add('created_at < ?', filter.to);
      if (filter.cursor) add('number < ?', decodeCursor(filter.cursor).key);
      const rows = db.all(
        `SELECT number, document FROM orders WHERE ${conditions.join(' AND ')} ORDER BY number DESC LIMIT ?`,
        ...values,
        filter.limit + 1,
      );
      const found = rows.map((row) => ({ number: Number(row.number), order: JSON.parse(String(row.document)) as OrderRecord }));
      const page = pageOf(found, filter.limit, ({ number, order }) => ({ key: number, id: order._id }));
      return { ...page, items: page.items.map(({ order }) => order) };
    },
    changeState(id: string, from: OrderState[], to: OrderState, change: OrderChange): OrderRecord | null {
      const order = byId(id);
      if (!order || !from.includes(order.state)) return null;
      // What has been handed over can't come back to the shelf by itself.
      if (to === 'fulfilled') db.run('UPDATE orders SET holds = 0 WHERE id = ?', id);
      return write(inState(order, to, change));
    },
    setPayment(id: string, reference: string, url: string): OrderRecord | null {
      const order = byId(id);
      return order?.state === 'pending' ? write({ ...order, paymentReference: reference, payment: { ...order.payment, url } }) : null;
    },
    close(
      id: string,
      from: OrderState[],
      to: 'cancelled' | 'refunded',
      change: OrderChange,
    ): { order: OrderRecord; products: ProductRecord[] } | null {
      const order = byId(id);
      if (!order || !from.includes(order.state)) return null;
      const row = db.get('SELECT holds, limits_taken FROM orders WHERE id = ?', id);
      const raised = new Set<string>();
      if (row?.holds === 1) {
        for (const { productId, variantId, quantity } of order.lines)
          if (db.run('UPDATE variants SET stock = stock + ? WHERE product_id = ? AND id = ?', quantity, productId, variantId) === 1)
            raised.add(productId);
      }
      for (const { scope, productId, units } of JSON.parse(String(row?.limits_taken ?? '[]')) as LimitTaken[])
        db.run(
          'UPDATE buyer_units SET units = units - ? WHERE buyer_id = ? AND scope = ? AND product_id = ?',
          units,
          order.buyerId,
          scope,
          productId,
        );
      db.run("UPDATE orders SET holds = 0, limits_taken = '[]' WHERE id = ?", id);
      return { order: write(inState(order, to, change)), products: catalogue.byIds([...raised]) };
    },
    overdue: (now: number, limit: number) =>
      db.documents<OrderRecord>(
        "SELECT document FROM orders WHERE state = 'pending' AND pay_before <= ? ORDER BY pay_before, id LIMIT ?",
        now,
        limit,
      ),
    /** Each call is one transaction here: nothing is ever half done. */
    recover: (_before: number, _now: number): ProductRecord[] => [],
    settle(id: string, key: string): void {
      const order = byId(id);
      if (order) write({ ...order, owed: order.owed.filter((entry) => entry.key !== key) });
    },
    owing: (limit: number) => db.documents<OrderRecord>('SELECT document FROM orders WHERE owing > 0 LIMIT ?', limit),
    anonymise(buyerId: string, standIn: string): void {
      for (const order of db.documents<OrderRecord>('SELECT document FROM orders WHERE buyer_id = ?', buyerId)) {
        db.run('UPDATE orders SET buyer_id = ? WHERE id = ?', standIn, order._id);
        write({
          ...order,
          buyerId: standIn,
          contact: { name: '', email: '', address: '' },
          history: order.history.map((step) => (step.by === buyerId ? { ...step, by: standIn } : step)),
        });
      }
      db.run('UPDATE OR REPLACE buyer_units SET buyer_id = ? WHERE buyer_id = ?', standIn, buyerId);
    },
  };
};
