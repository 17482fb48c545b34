import { type Db, MongoServerError } from 'mongodb';
import { DomainError } from '../../../domain/errors.ts';
import type {
  OneTimeTokenRecord,
  OneTimeTokenStore,
  SessionRecord,
  SessionStore,
  SettingStore,
  UserRecord,
  UserStore,
} from '../../../ports/storage.ts';
import { containing, Documents, type Fields } from './documents.ts';
import { isDuplicate, refusingIndex, unlessThere, upserting } from './driver-errors.ts';

/** The place that only the first account takes; every other has one of its own. */
const FIRST = 'first';

export const users = (db: Db): UserStore => {
  const table = new Documents<UserRecord>(db.collection<Fields>('users'), ['createdAt'], ['place']);
  const sayingEmailTaken = async <T>(write: () => Promise<T>): Promise<T> => {
    try {
      return await write();
    } catch (error) {
      if (error instanceof MongoServerError && isDuplicate(error) && refusingIndex(error).startsWith('email'))
        throw new DomainError('email_taken', 'Another account has this e-mail address.');
      throw error;
    }
  };
  return {
    insert: (user) => sayingEmailTaken(() => table.insert(user, { place: user._id })),
    // The unique index on `place` lets one of two first admins in.
    insertFirst: async (user) =>
      (await table.collection.findOne({}, { projection: { _id: 1 } })) === null && unlessThere(() => table.insert(user, { place: FIRST })),
    byId: (id) => table.byId(id),
    byEmail: async (email) => table.itemOrNull(await table.collection.findOne({ email })),
    count: () => table.collection.countDocuments({}),
    list: ({ roles, search, ...page }) =>
      table.page(
        page,
        { field: 'createdAt', key: ({ createdAt }) => createdAt, direction: -1 },
        {
          ...(roles ? { role: { $in: roles } } : {}),
          ...(search ? { $or: [{ name: containing(search) }, { email: containing(search) }] } : {}),
        },
      ),
    change: (id, changes) => sayingEmailTaken(() => table.change({ _id: id }, changes)),
    delete: (id) => table.delete(id),
  };
};

/** Tokens are kept under their hash. */
type Hashed<Item extends { tokenHash: string }> = Omit<Item, 'tokenHash'> & { _id: string };
const hashed = <Item extends { tokenHash: string }>({ tokenHash, ...rest }: Item): Hashed<Item> => ({ ...rest, _id: tokenHash });

export const sessions = (db: Db): SessionStore => {
  const table = new Documents<Hashed<SessionRecord>>(db.collection<Fields>('sessions'), ['createdAt', 'expiresAt']);
  const session = ({ _id, ...rest }: Hashed<SessionRecord>): SessionRecord => ({ ...rest, tokenHash: _id });
  return {
    insert: (record) => table.insert(hashed(record)),
    async byTokenHash(tokenHash) {
      const found = await table.byId(tokenHash);
      return found && session(found);
    },
    bySubject: async (subjectId, limit) => (await table.find({ subjectId }, { createdAt: -1, _id: 1 }, limit)).map(session),
    async delete(tokenHash) {
      await table.delete(tokenHash);
    },
    async deleteBySubject(subjectId, except) {
      const found = await table.collection.find({ subjectId }, { projection: { _id: 1 } }).toArray();
      const hashes = found.map(({ _id }) => _id).filter((hash) => hash !== except);
      await table.collection.deleteMany({ _id: { $in: hashes } });
      return hashes;
    },
    deleteExpired: async (now) => (await table.collection.deleteMany({ expiresAt: { $lte: new Date(now) } })).deletedCount,
  };
};

export const oneTimeTokens = (db: Db): OneTimeTokenStore => {
  const table = new Documents<Hashed<OneTimeTokenRecord>>(db.collection<Fields>('oneTimeTokens'), ['createdAt', 'expiresAt']);
  const token = ({ _id, ...rest }: Hashed<OneTimeTokenRecord>): OneTimeTokenRecord => ({ ...rest, tokenHash: _id });
  return {
    insert: (record) => table.insert(hashed(record)),
    async byHash(tokenHash) {
      const found = await table.byId(tokenHash);
      return found && token(found);
    },
    take: (tokenHash) => table.delete(tokenHash),
    list: async (purpose, limit) => (await table.find({ purpose }, { createdAt: -1, _id: -1 }, limit)).map(token),
    deleteExpired: async (now) => (await table.collection.deleteMany({ expiresAt: { $lte: new Date(now) } })).deletedCount,
  };
};

export const settings = (db: Db): SettingStore => {
  const table = db.collection<{ _id: string; value: string }>('settings');
  const get = async (name: string): Promise<string | null> => (await table.findOne({ _id: name }))?.value ?? null;
  return {
    get,
    async set(name, value) {
      await upserting(() => table.updateOne({ _id: name }, { $set: { value } }, { upsert: true }));
    },
    async setIfAbsent(name, value) {
      await unlessThere(() => table.insertOne({ _id: name, value }));
      return (await get(name)) ?? value;
    },
    take: async (name, value) => (await table.deleteOne({ _id: name, value })).deletedCount === 1,
    replace: async (name, previous, next) =>
      previous === null
        ? unlessThere(() => table.insertOne({ _id: name, value: next }))
        : (await table.updateOne({ _id: name, value: previous }, { $set: { value: next } })).matchedCount === 1,
  };
};
