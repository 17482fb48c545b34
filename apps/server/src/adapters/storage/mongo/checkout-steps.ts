import type { OrderState } from '@vitrine/protocol';
import type { Collection } from 'mongodb';
import type { CheckoutSteps, ClosedOrder, DirtyPool, Hold, Standing } from './checkout.ts';
import type { Fields } from './documents.ts';
import { holdText, type PoolFields, parseHold, stockPoolId } from './pools.ts';

/** What one look at half-done orders takes; the next look takes more. */
const SWEEP = 500;

export interface LimitTaken {
  pool: string;
  units: number;
}
/** What an order's document has beside the record. */
export interface OrderOwn {
  attempt: number;
  isHandedOver: boolean;
  /** It has left the states in which holds count, and they may still be there. */
  isUnfinished: boolean;
  limitsTaken: LimitTaken[];
  /** Of the order's number; null until it is placed. */
  sequence: number | null;
}
interface Lines {
  lines: { productId: string; variantId: string; quantity: number }[];
}

/** The stock that an order's lines take: lines of the same variant are added up. */
export function stockWanted({ lines }: Lines): { pool: string; productId: string; variantId: string; units: number }[] {
  const wanted = new Map<string, { pool: string; productId: string; variantId: string; units: number }>();
  for (const { productId, variantId, quantity } of lines) {
    const pool = stockPoolId(productId, variantId);
    wanted.set(pool, { pool, productId, variantId, units: (wanted.get(pool)?.units ?? 0) + quantity });
  }
  return [...wanted.values()];
}
const standing = (fields: Fields): Standing => ({
  attempt: Number(fields.attempt),
  state: fields.state as OrderState,
  isHandedOver: fields.isHandedOver === true,
});
export function closedOrder(fields: Fields): ClosedOrder {
  const own = fields as unknown as OrderOwn & Lines;
  const of = { orderId: fields._id, attempt: own.attempt };
  return {
    ...standing(fields),
    orderId: fields._id,
    holds: [
      ...stockWanted(own).map(({ pool, units }): Hold => ({ ...of, kind: 'stock', pool, units })),
      ...own.limitsTaken.map(({ pool, units }): Hold => ({ ...of, kind: 'limit', pool, units })),
    ],
  };
}

export interface CheckoutParts {
  orders: Collection<Fields>;
  stock: Collection<PoolFields>;
  limits: Collection<PoolFields>;
  now: number;
  /** How much of a limit may be taken, when something is to be placed. */
  max?: (pool: string) => number;
  begin?: CheckoutSteps['begin'];
  confirm?: CheckoutSteps['confirm'];
  /** Orders that are `placing` since before are given up. */
  before?: number;
  /** The pool has more units than before. */
  onGivenBack?: (pool: string) => void;
}

/** The steps on MongoDB: one write each. */
export const mongoSteps = ({
  orders,
  stock,
  limits,
  now,
  max = () => 0,
  begin = () => null,
  confirm = () => false,
  before = 0,
  onGivenBack = () => {},
}: CheckoutParts): CheckoutSteps => ({
  begin,
  confirm,
  async take(hold) {
    const text = holdText(hold);
    // Stock falls to nothing, what a buyer has had rises to the limit.
    const [pool, enough, change] =
      hold.kind === 'stock' ? [stock, { $gte: hold.units }, -hold.units] : [limits, { $lte: max(hold.pool) - hold.units }, hold.units];
    const taken = await pool.updateOne(
      { _id: hold.pool, units: enough, holds: { $ne: text } },
      { $inc: { units: change, version: 1 }, $push: { holds: text }, $set: { isDirty: true } },
    );
    return taken.matchedCount === 1;
  },
  async giveBack(hold) {
    const text = holdText(hold);
    const [pool, change] = hold.kind === 'stock' ? [stock, hold.units] : [limits, -hold.units];
    const given = await pool.updateOne({ _id: hold.pool, holds: text }, { $inc: { units: change }, $pull: { holds: text } });
    if (given.matchedCount === 1 && hold.kind === 'stock') onGivenBack(hold.pool);
  },
  async drop(hold) {
    const text = holdText(hold);
    await (hold.kind === 'stock' ? stock : limits).updateOne({ _id: hold.pool, holds: text }, { $pull: { holds: text } });
  },
  abandon: async (orderId, attempt) =>
    (await orders.updateOne({ _id: orderId, state: 'placing', attempt }, { $set: { state: 'abandoned', updatedAt: new Date(now) } }))
      .matchedCount === 1,
  async finished(orderId, state) {
    await orders.updateOne({ _id: orderId, state }, { $set: { isUnfinished: false } });
  },
  async stale() {
    const found = await orders
      .find({ state: 'placing', updatedAt: { $lt: new Date(before) } }, { projection: { attempt: 1 } })
      .limit(SWEEP)
      .toArray();
    return found.map(({ _id, attempt }) => ({ orderId: _id, attempt: Number(attempt) }));
  },
  async unfinished() {
    return (await orders.find({ isUnfinished: true }).limit(SWEEP).toArray()).map(closedOrder);
  },
  async dirtyPools() {
    const read = async (kind: Hold['kind'], pools: Collection<PoolFields>): Promise<DirtyPool[]> =>
      (await pools.find({ isDirty: true }).limit(SWEEP).toArray()).map(({ _id, version, holds }) => ({
        id: _id,
        kind,
        version,
        holds: holds.map((text) => parseHold(kind, _id, text)),
      }));
    return [...(await read('stock', stock)), ...(await read('limit', limits))];
  },
  async standings(orderIds) {
    const found = await orders.find({ _id: { $in: orderIds } }, { projection: { attempt: 1, state: 1, isHandedOver: 1 } }).toArray();
    return new Map(found.map((fields) => [fields._id, standing(fields)]));
  },
  async markClean({ id, kind, version }) {
    await (kind === 'stock' ? stock : limits).updateOne({ _id: id, version }, { $set: { isDirty: false } });
  },
});
