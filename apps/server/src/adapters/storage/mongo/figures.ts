import type { Db } from 'mongodb';
import type { ProductMarkStore, SampleRecord, SampleStore } from '../../../ports/storage.ts';
import type { Row } from './documents.ts';
import { upserting } from './driver-errors.ts';

/** One document per viewer, product and kind of mark, with the set of its minutes. */
export const productMarks = (db: Db): ProductMarkStore => {
  const table = db.collection<Row>('productMarks');
  return {
    async mark(streamId, viewerId, productIds, mark, minute) {
      const isNew = await Promise.all(
        productIds.map(async (productId) => {
          const { modifiedCount, upsertedCount } = await upserting(() =>
            table.updateOne({ streamId, productId, mark, viewerId }, { $addToSet: { minutes: minute } }, { upsert: true }),
          );
          return modifiedCount + upsertedCount > 0;
        }),
      );
      return productIds.filter((_, index) => isNew[index]);
    },
    async byProduct(streamId) {
      const counted = await table
        .aggregate<{ _id: string; seenBy: number; clickedBy: number; clicks: number }>([
          { $match: { streamId } },
          {
            $group: {
              _id: '$productId',
              seenBy: { $sum: { $cond: [{ $eq: ['$mark', 'seen'] }, 1, 0] } },
              clickedBy: { $sum: { $cond: [{ $eq: ['$mark', 'clicked'] }, 1, 0] } },
              clicks: { $sum: { $cond: [{ $eq: ['$mark', 'clicked'] }, { $size: '$minutes' }, 0] } },
            },
          },
          { $sort: { _id: 1 } },
        ])
        .toArray();
      return counted.map(({ _id, ...marks }) => ({ productId: _id, ...marks }));
    },
    async viewers(streamId) {
      const counted = await table
        .aggregate<{ _id: string; viewers: number }>([
          { $match: { streamId } },
          { $group: { _id: { mark: '$mark', viewerId: '$viewerId' } } },
          { $group: { _id: '$_id.mark', viewers: { $sum: 1 } } },
        ])
        .toArray();
      const of = (mark: string): number => counted.find(({ _id }) => _id === mark)?.viewers ?? 0;
      return { saw: of('seen'), clicked: of('clicked') };
    },
    async clicksBetween(streamId, productId, from, to) {
      const [counted] = await table
        .aggregate<{ clicks: number }>([
          { $match: { streamId, productId, mark: 'clicked' } },
          { $unwind: '$minutes' },
          { $match: { minutes: { $gte: from, $lte: to } } },
          { $group: { _id: null, clicks: { $sum: 1 } } },
        ])
        .toArray();
      return counted?.clicks ?? 0;
    },
  };
};

export const samples = (db: Db): SampleStore => {
  const table = db.collection<Row>('samples');
  return {
    async add(streamId, minute, { viewers, likes }) {
      await upserting(() =>
        table.updateOne(
          { streamId, minute },
          { $max: { viewersPeak: viewers }, $inc: { viewersSum: viewers, samples: 1 }, $set: { likes } },
          { upsert: true },
        ),
      );
    },
    of: async (streamId) =>
      table
        .find<SampleRecord>({ streamId }, { projection: { _id: 0 } })
        .sort({ minute: 1 })
        .toArray(),
  };
};
