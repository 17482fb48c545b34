import type { Db } from 'mongodb';
import type { PushSubscriptionRecord, PushSubscriptionStore, ReminderStore } from '../../../ports/storage.ts';
import { Documents, type Fields, type Row } from './documents.ts';
import { unlessThere, upserting } from './driver-errors.ts';

/** One person's browsers and phones are few; this bounds what is read of them. */
const MAX_SUBSCRIPTIONS = 1_000;

export const reminders = (db: Db): ReminderStore => {
  const table = db.collection<Row>('reminders');
  return {
    add: (streamId, subjectId, at) => unlessThere(() => table.insertOne({ streamId, subjectId, at: new Date(at) })),
    remove: async (streamId, subjectId) => (await table.deleteOne({ streamId, subjectId })).deletedCount === 1,
    ofSubject: async (subjectId, limit) =>
      (await table.find({ subjectId }).sort({ at: -1 }).limit(limit).toArray()).map((reminder) => String(reminder.streamId)),
    ofStream: async (streamId, after, limit) =>
      (
        await table
          .find({ streamId, subjectId: { $gt: after ?? '' } })
          .sort({ subjectId: 1 })
          .limit(limit)
          .toArray()
      ).map((reminder) => String(reminder.subjectId)),
    count: (streamId) => table.countDocuments({ streamId }),
  };
};

export const pushSubscriptions = (db: Db): PushSubscriptionStore => {
  const table = new Documents<PushSubscriptionRecord>(db.collection<Fields>('pushSubscriptions'), ['createdAt']);
  return {
    async put(subscription) {
      const { _id, ...fields } = table.fields(subscription);
      await upserting(() => table.collection.replaceOne({ _id: subscription._id }, fields, { upsert: true }));
    },
    async delete(id) {
      await table.delete(id);
    },
    ofSubject: (subjectId) => table.find({ subjectId }, { createdAt: 1 }, MAX_SUBSCRIPTIONS),
  };
};
