import type { Db } from 'mongodb';
import type {
  AuditRecord,
  AuditStore,
  BanRecord,
  BanStore,
  HeldMessageRecord,
  HeldMessageStore,
  QuestionRecord,
  QuestionStore,
  ReportRecord,
  ReportStore,
} from '../../../ports/storage.ts';
import { Documents, type Fields, update } from './documents.ts';
import { unlessThere, upserting } from './driver-errors.ts';

const createdAt = (item: { createdAt: number }): number => item.createdAt;
const REDACT_BATCH = 1_000;
const OLDEST_FIRST = { field: 'createdAt', key: createdAt, direction: 1 } as const;
const NEWEST_FIRST = { field: 'createdAt', key: createdAt, direction: -1 } as const;

/** A ban is kept under whom it bars from where, so that a new one replaces the old in one step; its own id is `banId`. */
interface StoredBan extends Omit<BanRecord, '_id'> {
  _id: string;
  banId: string;
}
/** The scope of a ban from every show. */
const WHOLE_SHOP = 'shop';

export const bans = (db: Db): BanStore => {
  const table = new Documents<StoredBan>(db.collection<Fields>('bans'), ['until', 'createdAt']);
  const ban = ({ banId, ...rest }: StoredBan): BanRecord => ({ ...rest, _id: banId });
  return {
    async put({ _id: banId, ...rest }) {
      const place = `${rest.streamId ?? WHOLE_SHOP}:${rest.subjectId}`;
      await upserting(() => table.collection.replaceOne({ _id: place }, { ...table.fields(rest), banId }, { upsert: true }));
    },
    async byId(id) {
      const found = table.itemOrNull(await table.collection.findOne({ banId: id }));
      return found && ban(found);
    },
    lift: async (id) => (await table.collection.deleteOne({ banId: id })).deletedCount === 1,
    async active(now, { streamId, ...page }) {
      const inForce = { $or: [{ until: null }, { until: { $gt: new Date(now) } }] };
      const found = await table.page(page, NEWEST_FIRST, streamId === undefined ? inForce : { ...inForce, streamId });
      return { ...found, items: found.items.map(ban) };
    },
    deleteExpired: async (now) => (await table.collection.deleteMany({ until: { $lte: new Date(now) } })).deletedCount,
  };
};

export const heldMessages = (db: Db): HeldMessageStore => {
  const table = new Documents<HeldMessageRecord>(db.collection<Fields>('heldMessages'), ['createdAt']);
  return {
    insert: (message) => unlessThere(() => table.insert(message)),
    byKey: async (streamId, key) => table.itemOrNull(await table.collection.findOne({ streamId, key })),
    byId: (id) => table.byId(id),
    list: (streamId, page) => table.page(page, OLDEST_FIRST, { streamId }),
    count: (streamId) => table.collection.countDocuments({ streamId }),
    remove: (id) => table.delete(id),
    async removeOf(actorId) {
      await table.collection.deleteMany({ actorId });
    },
  };
};

export const reports = (db: Db): ReportStore => {
  const table = new Documents<ReportRecord>(db.collection<Fields>('reports'), ['createdAt']);
  return {
    insert: (report) => unlessThere(() => table.insert(report)),
    byId: (id) => table.byId(id),
    list: ({ streamId, state, ...page }) =>
      table.page(page, state === 'open' ? OLDEST_FIRST : NEWEST_FIRST, streamId === undefined ? { state } : { streamId, state }),
    countOpen: (streamId) => table.collection.countDocuments({ streamId, state: 'open' }),
    close: (id, state, by) => table.change({ _id: id, state: 'open' }, { state, resolvedBy: by }),
    async redact(streamId, offset) {
      await table.collection.updateMany({ streamId, offset }, { $set: { username: '', message: '' } });
    },
  };
};

/** Who voted is part of the question: the set and its count change in one step. */
export const questions = (db: Db): QuestionStore => {
  const table = new Documents<QuestionRecord>(db.collection<Fields>('questions'), ['createdAt'], ['voters']);
  const withoutVoters = { projection: { voters: 0 } };
  return {
    insert: (question) => unlessThere(() => table.insert(question, { voters: [] })),
    byId: async (id) => table.itemOrNull(await table.collection.findOne({ _id: id }, withoutVoters)),
    async list(streamId, state, limit) {
      const order: Record<string, 1 | -1> = state === 'open' ? { upvotes: -1, createdAt: 1, _id: 1 } : { createdAt: -1, _id: -1 };
      const found = await table.collection.find({ streamId, state }, withoutVoters).sort(order).limit(limit).toArray();
      return found.map((fields) => table.item(fields));
    },
    async vote(id, viewerId, up) {
      const options = { returnDocument: 'after', ...withoutVoters } as const;
      const changed = up
        ? await table.collection.findOneAndUpdate(
            { _id: id, voters: { $ne: viewerId } },
            update({ $push: { voters: viewerId }, $inc: { upvotes: 1 } }),
            options,
          )
        : await table.collection.findOneAndUpdate(
            { _id: id, voters: viewerId },
            update({ $pull: { voters: viewerId }, $inc: { upvotes: -1 } }),
            options,
          );
      return table.itemOrNull(changed ?? (await table.collection.findOne({ _id: id }, withoutVoters)));
    },
    async votedBy(viewerId, ids) {
      const found = await table.collection.find({ _id: { $in: ids }, voters: viewerId }, { projection: { _id: 1 } }).toArray();
      const voted = new Set(found.map(({ _id }) => _id));
      return ids.filter((id) => voted.has(id));
    },
    close: (id, state, answer) => table.change({ _id: id, state: 'open' }, { state, answer }),
    async redactAsker(askerId) {
      const redacted: QuestionRecord[] = [];
      for (;;) {
        const asked = await table.collection
          .find({ askerId, text: { $ne: '' } }, withoutVoters)
          .limit(REDACT_BATCH)
          .toArray();
        if (asked.length === 0) return redacted;
        const empty = { askerName: '', text: '', state: 'removed' } as const;
        await table.collection.updateMany({ _id: { $in: asked.map(({ _id }) => _id) } }, { $set: empty });
        redacted.push(...asked.map((fields) => ({ ...table.item(fields), ...empty })));
      }
    },
  };
};

export const audit = (db: Db): AuditStore => {
  const table = new Documents<AuditRecord>(db.collection<Fields>('audit'), ['at']);
  return {
    append: (record) => table.insert(record),
    list: ({ action, actorId, streamId, ...page }) =>
      table.page(
        page,
        { field: 'at', key: ({ at }) => at, direction: -1 },
        {
          ...(action === undefined ? {} : { action }),
          ...(actorId === undefined ? {} : { actorId }),
          ...(streamId === undefined ? {} : { streamId }),
        },
      ),
  };
};
