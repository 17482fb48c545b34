import type { Db } from 'mongodb';
import type { JobRecord, JobStore, LeaseRecord, LeaseStore, WebhookEndpointRecord, WebhookEndpointStore } from '../../../ports/storage.ts';
import { Documents, type Fields } from './documents.ts';
import { unlessThere } from './driver-errors.ts';

/** Behind every id that begins with a prefix: the greatest character there is. */
const LAST_CHARACTER = '\u{10ffff}';
/** More webhook endpoints than a shop may have. */
const MAX_ENDPOINTS = 1_000;

export const leases = (db: Db): LeaseStore => {
  const table = db.collection<LeaseRecord>('leases');
  return {
    get: (id) => table.findOne({ _id: id }),
    startingWith: (prefix, limit) =>
      table
        .find({ _id: { $gte: prefix, $lt: `${prefix}${LAST_CHARACTER}` } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray(),
    async take(id, holder, seen) {
      if (seen)
        return table.findOneAndUpdate(
          { _id: id, term: seen.term, beat: seen.beat },
          { $set: { holder }, $inc: { term: 1, beat: 1 } },
          { returnDocument: 'after' },
        );
      const lease: LeaseRecord = { _id: id, holder, term: 1, beat: 0 };
      return (await unlessThere(() => table.insertOne({ ...lease }))) ? lease : null;
    },
    renew: async (id, holder, term) => (await table.updateOne({ _id: id, holder, term }, { $inc: { beat: 1 } })).matchedCount === 1,
    async release(id, holder, term) {
      await table.updateOne({ _id: id, holder, term }, { $set: { holder: '' } });
    },
    async remove(id, holder, term) {
      await table.deleteOne({ _id: id, holder, term });
    },
  };
};

export const jobs = (db: Db): JobStore => {
  const table = new Documents<JobRecord>(db.collection<Fields>('jobs'), ['dueAt', 'createdAt', 'updatedAt']);
  return {
    add: (job) => unlessThere(() => table.insert(job)),
    async claim(kinds, now, until, limit) {
      const claimed: JobRecord[] = [];
      while (claimed.length < limit) {
        const job = await table.collection.findOneAndUpdate(
          { kind: { $in: kinds }, state: 'due', dueAt: { $lte: new Date(now) } },
          { $inc: { attempts: 1 }, $set: { dueAt: new Date(until), updatedAt: new Date(now) } },
          { sort: { dueAt: 1, _id: 1 }, returnDocument: 'after' },
        );
        if (!job) break;
        claimed.push(table.item(job));
      }
      return claimed;
    },
    async finish(id, { state, dueAt, result, at, payload }) {
      await table.change({ _id: id }, { state, dueAt, lastResult: result, updatedAt: at, payload });
    },
    byId: (id) => table.byId(id),
    list: ({ kind, target, ...page }) =>
      table.page(
        page,
        { field: 'createdAt', key: ({ createdAt }) => createdAt, direction: -1 },
        target === undefined ? { kind } : { kind, target },
      ),
    deleteOld: async (before) =>
      (await table.collection.deleteMany({ state: { $in: ['done', 'failed'] }, updatedAt: { $lt: new Date(before) } })).deletedCount,
  };
};

export const webhookEndpoints = (db: Db): WebhookEndpointStore => {
  const table = new Documents<WebhookEndpointRecord>(db.collection<Fields>('webhookEndpoints'), ['createdAt']);
  return {
    insert: (endpoint) => table.insert(endpoint),
    byId: (id) => table.byId(id),
    all: () => table.find({}, { createdAt: 1, _id: 1 }, MAX_ENDPOINTS),
    change: (id, changes) => table.change({ _id: id }, changes),
    delete: (id) => table.delete(id),
  };
};
