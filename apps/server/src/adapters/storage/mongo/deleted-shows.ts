import { isDeepStrictEqual } from 'node:util';
import type { LivestreamStatus } from '@vitrine/protocol';
import type { Db } from 'mongodb';
import type { DeletedShowRecord, DeletedShowStore } from '../../../ports/storage.ts';
import { Documents, type Fields, type Row, update } from './documents.ts';

/** A show; in its place stands what is left of it once it was deleted, so that it changes from one to the other in one step. */
export const NOT_DELETED = { deletedAt: { $exists: false } } as const;
const DELETED = { deletedAt: { $exists: true } } as const;
/** How often it is tried anew when a change was quicker. */
const MAX_TRIES = 20;
/** What hangs on a show, each with the show's id in `streamId`. */
const COLLECTIONS = [
  'captions',
  'timeline',
  'likes',
  'viewers',
  'productMarks',
  'samples',
  'reminders',
  'bans',
  'heldMessages',
  'reports',
  'questions',
];

export const deletedShows = (db: Db): DeletedShowStore => {
  const table = new Documents<DeletedShowRecord>(db.collection<Fields>('livestreams'), ['deletedAt', 'dueAt']);
  return {
    async replace(deleted, from, expected) {
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const before = await table.collection.findOne({ _id: deleted._id, ...NOT_DELETED });
        if (!before) return false;
        if (!from.includes(before.status as LivestreamStatus)) return false;
        if (!isDeepStrictEqual(before.recording ?? null, expected.recording)) return false;
        const { _id, ...fields } = table.fields(deleted);
        const replaced = await table.collection.replaceOne({ _id: deleted._id, version: before.version, ...NOT_DELETED }, fields);
        if (replaced.matchedCount === 1) return true;
      }
      return false;
    },
    async byIds(ids) {
      const found = new Map((await table.find({ _id: { $in: ids }, ...DELETED }, { _id: 1 }, ids.length)).map((show) => [show._id, show]));
      return ids.flatMap((id) => found.get(id) ?? []);
    },
    list: ({ createdBy, ...page }) =>
      table.page(
        page,
        { field: 'deletedAt', key: ({ deletedAt }) => deletedAt, direction: -1 },
        createdBy === undefined ? DELETED : { ...DELETED, createdBy },
      ),
    due: (now, limit) => table.find({ dueAt: { $lte: new Date(now) } }, { dueAt: 1 }, limit),
    async postpone(id, dueAt) {
      await table.collection.updateOne({ _id: id, ...DELETED }, update({ $set: { dueAt: dueAt === null ? null : new Date(dueAt) } }));
    },
    async clear(id, limit) {
      let removed = (await db.collection<Fields>('tallies').deleteOne({ _id: id })).deletedCount;
      for (const name of COLLECTIONS) {
        const rows = db.collection<Row>(name);
        const some = await rows
          .find({ streamId: id }, { projection: { _id: 1 } })
          .limit(limit)
          .toArray();
        if (some.length > 0) removed += (await rows.deleteMany({ _id: { $in: some.map(({ _id }) => _id) } })).deletedCount;
      }
      return removed > 0;
    },
  };
};
