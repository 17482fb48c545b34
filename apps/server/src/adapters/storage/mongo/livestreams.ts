import type { Db, Filter } from 'mongodb';
import { DomainError } from '../../../domain/errors.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { EngagementProjection, LivestreamRecord, LivestreamStore, ProjectionGuard } from '../../../ports/storage.ts';
import { isAsExpected } from '../expected.ts';
import { NOT_DELETED } from './deleted-shows.ts';
import { containing, Documents, type Fields, given, toInstant, update } from './documents.ts';

type Show = Omit<LivestreamRecord, 'engagement'>;
type Guarded = { version: number; projection: ProjectionGuard | null };
/** Behind every real time: scheduled shows without one come last. */
const UNSCHEDULED = Number.MAX_SAFE_INTEGER;
/** How often a change is tried anew when another was quicker: each time one of them has come through. */
const MAX_TRIES = 200;
/** Rising order of this is the list's order: scheduled ones soonest first, others newest first. */
const sortKey = (show: Show): number =>
  show.status === 'scheduled' ? (show.scheduledFor ?? UNSCHEDULED) : -(show.startTime ?? show.createdAt);
const isActive = ({ status }: Show): boolean => status === 'live' || status === 'interrupted';
/** Seconds on air so far, or in all. */
function duration(show: Show, now: number): number {
  const until = show.endTime ?? (isActive(show) ? now : show.startTime);
  return show.startTime === null || until === null ? 0 : Math.max(0, Math.round((until - show.startTime) / 1000));
}

/** Fields that can be read from others, and what an engagement projection fills: there for whoever looks with a tool of MongoDB's. */
const READINGS = ['isActive', 'streamUrl', 'duration', 'viewerCount', 'likes', 'likedBy', 'chatMessages', 'totalViewers', 'engagementRate'];
/** Fields of the store: the list's order, the guard of changes, the guard of projections. */
const OWN = ['sortKey', 'version', 'projection'];
const NOBODY_YET: EngagementProjection = {
  viewerCount: 0,
  likes: 0,
  totalViewers: 0,
  engagementRate: 0,
  likedBy: [],
  chatMessages: [],
};

const toReadings = ({ chatMessages, ...figures }: EngagementProjection) => ({
  ...figures,
  chatMessages: chatMessages.map((message) => ({ ...message, timestamp: new Date(message.timestamp) })),
});
function toEngagement(fields: Fields): EngagementProjection | null {
  if (fields.projection === null) return null;
  const { viewerCount, likes, totalViewers, engagementRate, likedBy, chatMessages } = fields as unknown as EngagementProjection;
  return {
    viewerCount,
    likes,
    totalViewers,
    engagementRate,
    likedBy,
    chatMessages: chatMessages.map((message) => ({ ...message, timestamp: toInstant(message.timestamp) })),
  };
}

export const livestreams = (db: Db, clock: Clock): LivestreamStore => {
  const dates = ['startTime', 'endTime', 'scheduledFor', 'hostAwaySince', 'createdAt', 'updatedAt'] as const;
  const table = new Documents<LivestreamRecord>(db.collection<Fields>('livestreams'), dates, [...READINGS, ...OWN], (fields) => ({
    engagement: toEngagement(fields),
    // Shows of before there was a stage, a recording or a key.
    guests: (fields.guests ?? []) as LivestreamRecord['guests'],
    recording: (fields.recording ?? null) as LivestreamRecord['recording'],
    broadcastKey: (fields.broadcastKey ?? null) as LivestreamRecord['broadcastKey'],
  }));
  const readings = (show: Show) => ({
    isActive: isActive(show),
    duration: duration(show, clock.now()),
    sortKey: sortKey(show),
  });
  return {
    async insert({ engagement, ...show }) {
      await table.collection.insertOne({
        ...(table.fields(show) as Fields),
        ...readings(show),
        ...toReadings(engagement ?? NOBODY_YET),
        streamUrl: `/watch/${show._id}`,
        version: 1,
        projection: engagement && { term: 0, revision: 0 },
      });
    },
    byId: async (id) => table.itemOrNull(await table.collection.findOne({ _id: id, ...NOT_DELETED })),
    async byIds(ids) {
      const found = new Map(
        (await table.find({ _id: { $in: ids }, ...NOT_DELETED }, { _id: 1 }, ids.length)).map((show) => [show._id, show]),
      );
      return ids.flatMap((id) => found.get(id) ?? []);
    },
    async list({ statuses, withGuests, visibilities, alsoCreatedBy, search, tag, ...page }) {
      const conditions: Filter<Fields>[] = [{ status: { $in: statuses } }];
      if (withGuests) conditions.push({ 'guests.0': { $exists: true } });
      if (visibilities) {
        const visible = { visibility: { $in: visibilities } };
        conditions.push(alsoCreatedBy ? { $or: [visible, { createdBy: alsoCreatedBy }] } : visible);
      }
      if (search) conditions.push({ $or: ['title', 'description', 'tags'].map((field) => ({ [field]: containing(search) })) });
      if (tag) conditions.push({ tags: tag });
      return table.page(page, { field: 'sortKey', key: sortKey, direction: 1 }, { $and: conditions });
    },
    async change(id, from, changes, owes, expected) {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const before = await table.collection.findOne({ _id: id, ...NOT_DELETED });
        if (!before) return null;
        const show = table.item(before);
        if (!from.includes(show.status)) return null;
        if (expected && !isAsExpected(show, expected)) return null;
        const after = await table.collection.findOneAndUpdate(
          { _id: id, version: before.version },
          update({
            $set: { ...given(table.fields(changes)), ...readings({ ...show, ...given(changes) }) },
            $inc: { version: 1 },
            ...(owes ? { $push: { owed: owes } } : {}),
          }),
          { returnDocument: 'after' },
        );
        if (after) return table.item(after);
      }
      throw tooMany();
    },
    async settle(id, key) {
      await table.collection.updateOne({ _id: id }, update({ $pull: { owed: { key } } }));
    },
    async raisePeak(id, peakViewers) {
      await table.collection.updateOne({ _id: id, ...NOT_DELETED }, { $max: { peakViewers } });
    },
    async project(id, engagement, guard) {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const before = await table.collection.findOne({ _id: id, ...NOT_DELETED });
        if (!before) return false;
        const { version, projection } = before as unknown as Guarded;
        // One that is told again has the same guard: it is written again, and answered alike.
        if (projection && isNewer(projection, guard)) return false;
        const written = await table.collection.updateOne(
          projection
            ? { _id: id, version, 'projection.term': projection.term, 'projection.revision': projection.revision }
            : { _id: id, version, projection: null },
          { $set: { ...toReadings(engagement), duration: duration(table.item(before), clock.now()), projection: guard } },
        );
        if (written.matchedCount === 1) return true;
      }
      throw tooMany();
    },
    owing: (limit) => table.find({ 'owed.key': { $gt: '' } }, { _id: 1 }, limit),
  };
};
const isNewer = (one: ProjectionGuard, other: ProjectionGuard): boolean =>
  one.term > other.term || (one.term === other.term && one.revision > other.revision);
const tooMany = () => new DomainError('storage_unavailable', 'Too many change this show at once.', { retryAfter: 1 });
