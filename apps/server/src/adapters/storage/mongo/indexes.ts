import type { Db, IndexDescription } from 'mongodb';

const unique = (key: IndexDescription['key']): IndexDescription => ({ key, unique: true });
const plain = (key: IndexDescription['key']): IndexDescription => ({ key });
/** Newest first, by what comes before. */
const newest = (...fields: string[]): IndexDescription =>
  plain({ ...Object.fromEntries(fields.map((field) => [field, 1])), createdAt: -1, _id: -1 });

/** Every hot query is covered by one. Plain ones alone: what they refuse or expire is part of the rules, not of a deployment's version. */
const INDEXES: Record<string, IndexDescription[]> = {
  users: [unique({ email: 1 }), unique({ place: 1 }), newest()],
  sessions: [newest('subjectId'), plain({ expiresAt: 1 })],
  oneTimeTokens: [newest('purpose'), plain({ expiresAt: 1 })],
  captions: [plain({ streamId: 1, language: 1 })],
  livestreams: [
    plain({ status: 1, sortKey: 1, _id: 1 }),
    plain({ sortKey: 1, _id: 1 }),
    plain({ tags: 1 }),
    plain({ 'owed.key': 1 }),
    plain({ deletedAt: -1, _id: -1 }),
    plain({ dueAt: 1 }),
  ],
  timeline: [unique({ streamId: 1, offset: 1 }), plain({ streamId: 1, type: 1, offset: -1 }), plain({ actorId: 1, type: 1 })],
  likes: [unique({ streamId: 1, viewerId: 1 }), plain({ streamId: 1, at: -1 }), plain({ viewerId: 1, at: -1 })],
  viewers: [unique({ streamId: 1, viewerId: 1 }), plain({ streamId: 1, minutes: 1 }), plain({ viewerId: 1, lastSeen: -1 })],
  productMarks: [unique({ streamId: 1, productId: 1, mark: 1, viewerId: 1 }), plain({ viewerId: 1 })],
  samples: [unique({ streamId: 1, minute: 1 })],
  reminders: [unique({ streamId: 1, subjectId: 1 }), plain({ subjectId: 1, at: -1 })],
  pushSubscriptions: [plain({ subjectId: 1, createdAt: 1 })],
  products: [newest(), newest('archived'), plain({ 'owed.key': 1 })],
  stock: [plain({ isDirty: 1 })],
  buyerLimits: [plain({ isDirty: 1 }), plain({ buyerId: 1 })],
  orders: [
    plain({ sequence: -1 }),
    plain({ buyerId: 1, sequence: -1 }),
    plain({ streamId: 1, sequence: -1 }),
    plain({ state: 1, sequence: -1 }),
    plain({ state: 1, payBefore: 1 }),
    plain({ state: 1, updatedAt: 1 }),
    plain({ paymentReference: 1 }),
    plain({ isUnfinished: 1 }),
    plain({ 'owed.key': 1 }),
  ],
  bans: [unique({ banId: 1 }), newest(), newest('streamId'), plain({ until: 1 })],
  heldMessages: [unique({ streamId: 1, key: 1 }), plain({ streamId: 1, createdAt: 1, _id: 1 }), plain({ actorId: 1 })],
  reports: [
    unique({ streamId: 1, offset: 1, reporterId: 1 }),
    plain({ state: 1, createdAt: 1, _id: 1 }),
    plain({ streamId: 1, state: 1, createdAt: 1, _id: 1 }),
  ],
  questions: [plain({ streamId: 1, state: 1, upvotes: -1, createdAt: 1, _id: 1 }), newest('streamId', 'state'), plain({ askerId: 1 })],
  audit: [
    plain({ at: -1, _id: -1 }),
    plain({ action: 1, at: -1, _id: -1 }),
    plain({ actorId: 1, at: -1, _id: -1 }),
    plain({ streamId: 1, at: -1, _id: -1 }),
  ],
  jobs: [
    unique({ key: 1 }),
    plain({ state: 1, dueAt: 1, _id: 1 }),
    newest('kind'),
    newest('kind', 'target'),
    plain({ state: 1, updatedAt: 1 }),
  ],
  webhookEndpoints: [plain({ createdAt: 1, _id: 1 })],
};

/** Makes those that are not there; another node doing the same is no matter. */
export async function makeIndexes(db: Db): Promise<void> {
  await Promise.all(Object.entries(INDEXES).map(([name, indexes]) => db.collection(name).createIndexes(indexes)));
}
