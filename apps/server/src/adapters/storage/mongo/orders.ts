import type { OrderState } from '@vitrine/protocol';
import type { Db, Filter } from 'mongodb';
import type { OrderChange, OrderRecord, OrderStore, ProductStore } from '../../../ports/storage.ts';
import { decodeCursor, pageOf } from '../cursor.ts';
import { drive, recover, settleHolds } from './checkout.ts';
import { closedOrder, mongoSteps, type OrderOwn } from './checkout-steps.ts';
import { containing, Documents, type Fields, toInstant, update } from './documents.ts';
import { placer } from './order-placing.ts';
import { sales } from './order-sales.ts';
import type { PoolFields } from './pools.ts';

/** Never placed: others don't see them. */
const UNPLACED: OrderState[] = ['placing', 'abandoned'];
const OWN: (keyof OrderOwn)[] = ['attempt', 'isHandedOver', 'isUnfinished', 'limitsTaken', 'sequence'];
/** How many orders of one buyer are emptied at a time. */
const ANONYMISE_BATCH = 500;

const historyOf = (fields: Fields): OrderRecord['history'] =>
  (fields.history as { state: OrderState; at: Date; by: string | null }[]).map((step) => ({ ...step, at: toInstant(step.at) }));
const toState = (state: OrderState, { by, at, paymentReference }: OrderChange, own: Partial<OrderOwn>) =>
  update({
    $set: { state, updatedAt: new Date(at), ...own, ...(paymentReference === undefined ? {} : { paymentReference }) },
    $push: { history: { state, at: new Date(at), by } },
  });
const placedIn = (id: string, states: OrderState[]): Filter<Fields> => ({
  _id: id,
  state: { $in: states.filter((state) => !UNPLACED.includes(state)) },
});

/** Selling without transactions: `checkout.ts` says how. */
export const orders = (db: Db, catalogue: ProductStore): OrderStore => {
  const dates = ['payBefore', 'createdAt', 'updatedAt'] as const;
  const table = new Documents<OrderRecord>(db.collection<Fields>('orders'), dates, OWN, (fields) => ({ history: historyOf(fields) }));
  const pools = { stock: db.collection<PoolFields>('stock'), limits: db.collection<PoolFields>('buyerLimits') };
  /** Steps for one go, and the products whose stock rose by it. */
  const go = (now: number, before = 0) => {
    const raised = new Set<string>();
    return {
      steps: mongoSteps({
        ...pools,
        orders: table.collection,
        now,
        before,
        onGivenBack: (pool) => raised.add(pool.slice(0, pool.indexOf(':'))),
      }),
      risen: () => catalogue.byIds([...raised]),
    };
  };

  return {
    ...sales(db),
    place: placer(db, table, catalogue),
    byId: async (id) => table.itemOrNull(await table.collection.findOne({ _id: id, state: { $nin: UNPLACED } })),
    byPaymentReference: async (reference) => table.itemOrNull(await table.collection.findOne({ paymentReference: reference })),
    async list({ buyerId, streamId, states, search, from, to, cursor, limit }) {
      // A sequence is given with the number: those that were never placed have none.
      const conditions: Filter<Fields>[] = [{ sequence: { $gt: 0 } }];
      if (buyerId) conditions.push({ buyerId });
      if (streamId) conditions.push({ streamId });
      if (states) conditions.push({ state: { $in: states } });
      if (search) conditions.push({ $or: ['number', 'contact.name', 'contact.email'].map((field) => ({ [field]: containing(search) })) });
      if (from !== undefined) conditions.push({ createdAt: { $gte: new Date(from) } });
      if (to !== undefined) conditions.push({ createdAt: { $lt: new Date(to) } });
      if (cursor) conditions.push({ sequence: { $lt: decodeCursor(cursor).key } });
      const found = await table.collection
        .find({ $and: conditions })
        .sort({ sequence: -1 })
        .limit(limit + 1)
        .toArray();
      const page = pageOf(found, limit, ({ _id, sequence }) => ({ key: Number(sequence), id: _id }));
      return { ...page, items: page.items.map((fields) => table.item(fields)) };
    },
    async changeState(id, from, to, change) {
      const isHandedOver = to === 'fulfilled';
      const own = isHandedOver ? { isHandedOver, isUnfinished: true } : {};
      const changed = await table.collection.findOneAndUpdate(placedIn(id, from), toState(to, change, own), { returnDocument: 'after' });
      // What has been handed over can't come back to the shelf by itself.
      if (changed && isHandedOver) await drive(settleHolds(go(change.at).steps, closedOrder(changed)));
      return table.itemOrNull(changed);
    },
    async setPayment(id, reference, url) {
      const named = { $set: { paymentReference: reference, 'payment.url': url } };
      return table.itemOrNull(await table.collection.findOneAndUpdate({ _id: id, state: 'pending' }, named, { returnDocument: 'after' }));
    },
    async close(id, from, to, change) {
      const closed = await table.collection.findOneAndUpdate(placedIn(id, from), toState(to, change, { isUnfinished: true }), {
        returnDocument: 'after',
      });
      if (!closed) return null;
      const { steps, risen } = go(change.at);
      await drive(settleHolds(steps, closedOrder(closed)));
      return { order: table.item(closed), products: await risen() };
    },
    overdue: (now, limit) => table.find({ state: 'pending', payBefore: { $lte: new Date(now) } }, { payBefore: 1, _id: 1 }, limit),
    async recover(before, now) {
      const { steps, risen } = go(now, before);
      await drive(recover(steps));
      return risen();
    },
    async settle(id, key) {
      await table.collection.updateOne({ _id: id }, update({ $pull: { owed: { key } } }));
    },
    owing: (limit) => table.find({ 'owed.key': { $gt: '' }, sequence: { $gt: 0 } }, { _id: 1 }, limit),
    async anonymise(buyerId, standIn) {
      const contact = { name: '', email: '', address: '' };
      for (;;) {
        const batch = await table.find({ buyerId }, { _id: 1 }, ANONYMISE_BATCH);
        if (batch.length === 0) break;
        for (const order of batch) {
          // The history may grow meanwhile: each of its lines is changed by itself.
          const by = Object.fromEntries(
            order.history.flatMap((step, index) => (step.by === buyerId ? [[`history.${index}.by`, standIn]] : [])),
          );
          await table.collection.updateOne({ _id: order._id }, { $set: { buyerId: standIn, contact, ...by } });
        }
      }
      await pools.limits.updateMany({ buyerId }, { $set: { buyerId: standIn } });
    },
  };
};
