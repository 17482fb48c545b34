import type { Db } from 'mongodb';
import type { LikeStore, ViewerStore, ViewerTotals, WatchedShow } from '../../../ports/storage.ts';
import { type Row, toInstant } from './documents.ts';
import { unlessThere, upserting, upsertingMany } from './driver-errors.ts';

export const likes = (db: Db): LikeStore => {
  const table = db.collection<Row>('likes');
  return {
    async set(streamId, viewerId, liked, at) {
      if (!liked) return (await table.deleteOne({ streamId, viewerId })).deletedCount === 1;
      return unlessThere(() => table.insertOne({ streamId, viewerId, at: new Date(at) }));
    },
    has: async (streamId, viewerId) => (await table.findOne({ streamId, viewerId })) !== null,
    count: (streamId) => table.countDocuments({ streamId }),
    recent: async (streamId, limit) =>
      (await table.find({ streamId }).sort({ at: -1 }).limit(limit).toArray()).map((like) => String(like.viewerId)),
    ofViewer: async (viewerId, limit) =>
      (await table.find({ viewerId }).sort({ at: -1 }).limit(limit).toArray()).map((like) => String(like.streamId)),
  };
};

/** How many viewers' minutes one message carries. */
const ATTENDED_BATCH = 500;
const NEWCOMER = { watchedSeconds: 0, minutes: [], liked: false, chatted: false, clicked: false, bought: false };
/** A viewer's row says in which minutes since 1970 it was there, as a set: told twice is there once, without a read before the write. */
export const viewers = (db: Db): ViewerStore => {
  const table = db.collection<Row>('viewers');
  const upsert = (streamId: string, viewerId: string, at: number, changes: Record<string, object>, sets: (keyof typeof NEWCOMER)[]) => ({
    filter: { streamId, viewerId },
    update: {
      ...changes,
      $max: { lastSeen: new Date(at) },
      $setOnInsert: {
        firstSeen: new Date(at),
        ...Object.fromEntries(Object.entries(NEWCOMER).filter(([field]) => !sets.some((set) => set === field))),
      },
    },
    upsert: true,
  });
  const write = async ({ filter, update, ...options }: ReturnType<typeof upsert>): Promise<void> => {
    await upserting(() => table.updateOne(filter, update, options));
  };
  /** Gives rows to a stand-in; those that it has already (this was asked before) are given up. */
  const handOver = async (name: string, viewerId: string, standIn: string): Promise<void> => {
    const rows = db.collection<Row>(name);
    for (const { _id } of await rows.find({ viewerId }, { projection: { _id: 1 } }).toArray())
      if (!(await unlessThere(() => rows.updateOne({ _id }, { $set: { viewerId: standIn } })))) await rows.deleteOne({ _id });
  };
  return {
    seen: (streamId, viewerId, at) => write(upsert(streamId, viewerId, at, {}, [])),
    engaged: (streamId, viewerId, engagement, at) => write(upsert(streamId, viewerId, at, { $set: { [engagement]: true } }, [engagement])),
    async attended(streamId, attendances, at) {
      const rows = new Map<string, { seconds: number; minutes: number[] }>();
      for (const { viewerId, minute, seconds } of attendances) {
        const row = rows.get(viewerId) ?? { seconds: 0, minutes: [] };
        rows.set(viewerId, { seconds: row.seconds + seconds, minutes: [...row.minutes, minute] });
      }
      const upserts = [...rows].map(([viewerId, { seconds, minutes }]) => {
        const changes = { $inc: { watchedSeconds: seconds }, $addToSet: { minutes: { $each: minutes } } };
        return upsert(streamId, viewerId, at, changes, ['watchedSeconds', 'minutes']);
      });
      // Few large messages: thousands of small ones would stand before the chat in the queue for a connection.
      for (let from = 0; from < upserts.length; from += ATTENDED_BATCH)
        await upsertingMany(upserts.slice(from, from + ATTENDED_BATCH), (batch) =>
          table.bulkWrite(
            batch.map((updateOne) => ({ updateOne })),
            { ordered: false },
          ),
        );
    },
    async totals(streamId) {
      const [totals] = await table
        .aggregate<ViewerTotals>([
          { $match: { streamId } },
          {
            $group: {
              _id: null,
              unique: { $sum: 1 },
              engaged: { $sum: { $cond: [{ $or: ['$liked', '$chatted', '$clicked', '$bought'] }, 1, 0] } },
              buyers: { $sum: { $cond: ['$bought', 1, 0] } },
              watchedSeconds: { $sum: '$watchedSeconds' },
            },
          },
          { $project: { _id: 0 } },
        ])
        .toArray();
      return totals ?? { unique: 0, engaged: 0, buyers: 0, watchedSeconds: 0 };
    },
    async presentByMinute(streamId) {
      const counted = await table
        .aggregate<{ _id: number; viewers: number }>([
          { $match: { streamId } },
          { $unwind: '$minutes' },
          { $group: { _id: '$minutes', viewers: { $sum: 1 } } },
          { $sort: { _id: 1 } },
        ])
        .toArray();
      return counted.map(({ _id, viewers: present }) => ({ minute: _id, viewers: present }));
    },
    presentBetween: (streamId, from, to) => table.countDocuments({ streamId, minutes: { $elemMatch: { $gte: from, $lte: to } } }),
    async ofViewer(viewerId, limit) {
      const rows = await table
        .find({ viewerId }, { projection: { minutes: 0 } })
        .sort({ lastSeen: -1 })
        .limit(limit)
        .toArray();
      return rows.map(
        (row): WatchedShow => ({
          streamId: String(row.streamId),
          firstSeen: toInstant(row.firstSeen),
          lastSeen: toInstant(row.lastSeen),
          liked: row.liked === true,
          chatted: row.chatted === true,
          clicked: row.clicked === true,
          bought: row.bought === true,
        }),
      );
    },
    async anonymise(viewerId, standIn) {
      for (const name of ['viewers', 'likes', 'productMarks']) await handOver(name, viewerId, standIn);
    },
  };
};
