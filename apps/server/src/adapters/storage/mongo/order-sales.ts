import type { OrderState } from '@vitrine/protocol';
import type { Db } from 'mongodb';
import type { OrderStore, SoldLine } from '../../../ports/storage.ts';
import { type Fields, toInstant } from './documents.ts';

const SOLD: OrderState[] = ['pending', 'paid', 'fulfilled'];

/** What a show has sold. */
export const sales = (db: Db): Pick<OrderStore, 'salesByProduct' | 'totals' | 'soldLines'> => {
  const table = db.collection<Fields>('orders');
  const sold = (streamId: string) => ({ streamId, state: { $in: SOLD } });
  return {
    async salesByProduct(streamId) {
      const found = await table
        .aggregate<{ _id: string; title: string; orders: number; units: number; revenue: number }>([
          { $match: sold(streamId) },
          { $unwind: '$lines' },
          {
            $group: {
              _id: { productId: '$lines.productId', orderId: '$_id' },
              title: { $max: '$lines.title' },
              units: { $sum: '$lines.quantity' },
              revenue: { $sum: { $multiply: ['$lines.quantity', '$lines.unitPrice'] } },
            },
          },
          {
            $group: {
              _id: '$_id.productId',
              title: { $max: '$title' },
              orders: { $sum: 1 },
              units: { $sum: '$units' },
              revenue: { $sum: '$revenue' },
            },
          },
          { $sort: { revenue: -1, _id: 1 } },
        ])
        .toArray();
      return found.map(({ _id, ...figures }) => ({ productId: _id, ...figures }));
    },
    async totals(streamId) {
      const [totals] = await table
        .aggregate<{ count: number; revenue: number }>([
          { $match: sold(streamId) },
          { $group: { _id: null, count: { $sum: 1 }, revenue: { $sum: '$total' } } },
        ])
        .toArray();
      return { count: totals?.count ?? 0, revenue: totals?.revenue ?? 0 };
    },
    async soldLines(streamId) {
      const found = await table
        .find(sold(streamId), { projection: { buyerId: 1, createdAt: 1, lines: 1 } })
        .sort({ createdAt: 1, sequence: 1 })
        .toArray();
      return found.flatMap(({ _id, buyerId, createdAt, lines }) =>
        (lines as { productId: string; quantity: number; unitPrice: number }[]).map(
          ({ productId, quantity, unitPrice }): SoldLine => ({
            orderId: _id,
            buyerId: String(buyerId),
            at: toInstant(createdAt),
            productId,
            quantity,
            amount: quantity * unitPrice,
          }),
        ),
      );
    },
  };
};
