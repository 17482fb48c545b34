import type { Collection, Db } from 'mongodb';
import type { OrderRecord, OrderStore, OrderTerms, PlaceResult, ProductStore } from '../../../ports/storage.ts';
import { drive, type Hold, place } from './checkout.ts';
import { mongoSteps, type OrderOwn, stockWanted } from './checkout-steps.ts';
import { type Documents, type Fields, update } from './documents.ts';
import { unlessThere, upserting } from './driver-errors.ts';
import { limitPool, limitPoolId, type PoolFields, stockPoolId } from './pools.ts';

const FIRST_NUMBER = 1001;
/** How often an order is tried anew that was refused for units which have come back since. */
const MAX_TRIES = 5;

type Draft = Omit<OrderRecord, 'number'>;
interface LimitWanted {
  pool: string;
  scope: string;
  productId: string;
  max: number;
  units: number;
}
const limitsWanted = ({ buyerId, lines }: Draft, limits: OrderTerms['limits']): LimitWanted[] =>
  limits
    .map(({ scope, productId, max }) => ({
      pool: limitPoolId(buyerId, scope, productId),
      scope,
      productId,
      max,
      units: lines.filter((line) => line.productId === productId).reduce((sum, line) => sum + line.quantity, 0),
    }))
    .filter(({ units }) => units > 0);

/** The order as it is stored before it has its units. */
const placing = (table: Documents<OrderRecord>, order: Draft, limited: LimitWanted[], attempt: number): Fields => {
  const own: OrderOwn = {
    attempt,
    isHandedOver: false,
    isUnfinished: false,
    limitsTaken: limited.map(({ pool, units }) => ({ pool, units })),
    sequence: null,
  };
  return {
    ...(table.fields(order) as Fields),
    history: order.history.map((step) => ({ ...step, at: new Date(step.at) })),
    number: '',
    state: 'placing',
    ...own,
  };
};

export const placer = (db: Db, table: Documents<OrderRecord>, catalogue: ProductStore): OrderStore['place'] => {
  const orders = table.collection;
  const stock: Collection<PoolFields> = db.collection('stock');
  const buyerLimits: Collection<PoolFields> = db.collection('buyerLimits');
  const counters = db.collection<{ _id: string; last: number }>('counters');

  const nextSequence = async (): Promise<number> => {
    const counter = await upserting(() =>
      counters.findOneAndUpdate({ _id: 'orders' }, { $inc: { last: 1 } }, { upsert: true, returnDocument: 'after' }),
    );
    return FIRST_NUMBER - 1 + (counter?.last ?? 1);
  };
  const passedLimit = async (limits: LimitWanted[]): Promise<PlaceResult | null> => {
    for (const { pool, productId, max, units } of limits) {
      const left = Math.max(0, max - ((await buyerLimits.findOne({ _id: pool }))?.units ?? 0));
      if (units > left) return { outcome: 'limit_reached', productId, max, left };
    }
    return null;
  };
  /** What stands in the way of this order, as far as can be seen before anything is written; or null. */
  const obstacle = async (order: Draft, prices: OrderTerms['prices'], limits: LimitWanted[]): Promise<PlaceResult | null> => {
    const products = await catalogue.byIds([...new Set(order.lines.map(({ productId }) => productId))]);
    const left = new Map<string, number>();
    for (const { productId, variantId, unitPrice, quantity } of order.lines) {
      const product = products.find(({ _id }) => _id === productId);
      const variant = product?.variants.find(({ id }) => id === variantId);
      if (!product || product.archived || !variant) return { outcome: 'unknown_product', productId };
      const agreed = prices.find((candidate) => candidate.productId === productId && candidate.variantId === variantId);
      const price = agreed?.price ?? variant.price;
      if (price !== unitPrice) return { outcome: 'price_changed', productId, variantId, price };
      const pool = stockPoolId(productId, variantId);
      const rest = (left.get(pool) ?? variant.stock) - quantity;
      left.set(pool, rest);
      if (rest < 0) return { outcome: 'sold_out', productId, variantId, left: variant.stock };
    }
    return passedLimit(limits);
  };
  const makeLimitPools = async (buyerId: string, limits: LimitWanted[]): Promise<void> => {
    for (const { scope, productId, pool } of limits)
      if (!(await buyerLimits.findOne({ _id: pool }, { projection: { _id: 1 } })))
        await unlessThere(() => buyerLimits.insertOne(limitPool(buyerId, scope, productId)));
  };

  const begin = async (order: Draft, limits: LimitWanted[]): Promise<{ attempt: number } | null> => {
    if (await unlessThere(() => orders.insertOne(placing(table, order, limits, 1)))) return { attempt: 1 };
    const abandoned = await orders.findOne({ _id: order._id, state: 'abandoned' });
    if (!abandoned) return null;
    const attempt = Number(abandoned.attempt) + 1;
    const { _id, ...next } = placing(table, order, limits, attempt);
    const revived = await orders.replaceOne({ _id, state: 'abandoned', attempt: abandoned.attempt }, next);
    return revived.matchedCount === 1 ? { attempt } : null;
  };
  const confirm = async (order: Draft, attempt: number): Promise<OrderRecord | null> => {
    const sequence = await nextSequence();
    const confirmed = await orders.findOneAndUpdate(
      { _id: order._id, state: 'placing', attempt },
      update({
        $set: { state: 'pending', number: `V-${sequence}`, sequence },
        $push: { history: { state: 'pending', at: new Date(order.createdAt), by: order.buyerId } },
      }),
      { returnDocument: 'after' },
    );
    return table.itemOrNull(confirmed);
  };

  return async (order, { prices, limits }) => {
    const limited = limitsWanted(order, limits);
    const ofStock = stockWanted(order);
    const wanted: Omit<Hold, 'orderId' | 'attempt'>[] = [
      ...limited.map(({ pool, units }) => ({ kind: 'limit' as const, pool, units })),
      ...ofStock.map(({ pool, units }) => ({ kind: 'stock' as const, pool, units })),
    ];
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const known = await table.byId(order._id);
      if (known && known.state !== 'abandoned')
        return known.state === 'placing' ? { outcome: 'in_progress' } : { outcome: 'repeated', order: known };
      const refused = await obstacle(order, prices, limited);
      if (refused) return refused;
      await makeLimitPools(order.buyerId, limited);
      let placed: OrderRecord | null = null;
      const steps = mongoSteps({
        orders,
        stock,
        limits: buyerLimits,
        now: order.updatedAt,
        max: (pool) => limited.find((limit) => limit.pool === pool)?.max ?? 0,
        begin: () => begin(order, limited),
        async confirm(_, attempt) {
          placed = await confirm(order, attempt);
          return placed !== null;
        },
      });
      const { outcome } = await drive(place(steps, order._id, wanted));
      if (outcome === 'placed' && placed)
        return { outcome, order: placed, products: await catalogue.byIds([...new Set(ofStock.map(({ productId }) => productId))]) };
      // Refused, or another request's: the next look says which and why, or finds that it can be had now.
    }
    return { outcome: 'in_progress' };
  };
};
