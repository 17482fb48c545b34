import type { TimelineEntry, TimelineType } from '@vitrine/protocol';
import { type Db, type Filter, MongoBulkWriteError } from 'mongodb';
import type { MinuteCount, TallyRecord, TallyStore, TimelineStore } from '../../../ports/storage.ts';
import type { Fields } from './documents.ts';
import { isDuplicate, unlessThere } from './driver-errors.ts';

const MINUTE = 60_000;
/** How many messages of one account are emptied at a time. */
const REDACT_BATCH = 500;

const idOf = (streamId: string, key: string): string => `${streamId}:${key}`;
const toFields = ({ streamId, key, at, ...rest }: TimelineEntry): Fields => ({
  _id: idOf(streamId, key),
  streamId,
  ...rest,
  at: new Date(at),
});
function toEntry({ _id, at, redacted: _redacted, ...rest }: Fields): TimelineEntry {
  const streamId = String(rest.streamId);
  return { ...rest, key: _id.slice(streamId.length + 1), at: (at as Date).toISOString() } as TimelineEntry;
}

export const timeline = (db: Db): TimelineStore => {
  const table = db.collection<Fields>('timeline');
  const newest = async (filter: Filter<Fields>, limit: number): Promise<TimelineEntry[]> =>
    limit === 0 ? [] : (await table.find(filter).sort({ offset: -1 }).limit(limit).toArray()).map(toEntry).reverse();
  return {
    async insert(entries) {
      if (entries.length === 0) return { written: 0 };
      try {
        await table.insertMany(entries.map(toFields), { ordered: true });
        return { written: entries.length };
      } catch (error) {
        // The server's own count of what it inserted is not asked: an ordered insert has written what stands before its one error.
        const refused = error instanceof MongoBulkWriteError && isDuplicate(error) ? [error.writeErrors].flat()[0] : undefined;
        const entry = refused && entries[refused.index];
        if (!refused || !entry || (error instanceof MongoBulkWriteError && error.result.getWriteConcernError())) throw error;
        // The key first: a command that was written already needs no other offset.
        const known = await table.findOne({ _id: idOf(entry.streamId, entry.key) }, { projection: { _id: 1 } });
        return { written: refused.index, stopped: known ? 'key_taken' : 'offset_taken' };
      }
    },
    async byKey(streamId, key) {
      const found = await table.findOne({ _id: idOf(streamId, key) });
      return found && toEntry(found);
    },
    async tail(streamId) {
      const [last] = await table
        .find({ streamId }, { projection: { offset: 1 } })
        .sort({ offset: -1 })
        .limit(1)
        .toArray();
      return { offset: Number(last?.offset ?? 0) };
    },
    after: async (streamId, after, limit) =>
      limit === 0
        ? []
        : (
            await table
              .find({ streamId, offset: { $gt: after } })
              .sort({ offset: 1 })
              .limit(limit)
              .toArray()
          ).map(toEntry),
    chatBefore: (streamId, before, limit) =>
      newest({ streamId, type: 'chat_message', redacted: { $ne: true }, ...(before === null ? {} : { offset: { $lt: before } }) }, limit),
    ofTypes: (streamId, types, limit) => newest({ streamId, type: { $in: types } }, limit),
    async redact(streamId, offset) {
      for (const [type, text] of Object.entries(SPOKEN)) {
        const empty = { 'data.username': '', [`data.${text}`]: '', redacted: true };
        const emptied = await table.updateOne({ streamId, offset, type: type as TimelineType }, { $set: empty });
        if (emptied.matchedCount === 1) return true;
      }
      return false;
    },
    async redactActor(actorId) {
      const emptied: { streamId: string; offset: number; type: TimelineType }[] = [];
      for (const [type, text] of Object.entries(SPOKEN)) {
        for (;;) {
          const said = await table
            .find({ actorId, type, redacted: { $ne: true } })
            .limit(REDACT_BATCH)
            .toArray();
          if (said.length === 0) break;
          const ids = said.map(({ _id }) => _id);
          await table.updateMany({ _id: { $in: ids } }, { $set: { 'data.username': '', [`data.${text}`]: '', redacted: true } });
          emptied.push(
            ...said.map(({ streamId, offset }) => ({ streamId: String(streamId), offset: Number(offset), type: type as TimelineType })),
          );
        }
      }
      return emptied;
    },
    async countByMinute(streamId, after, upTo) {
      const counted = await table
        .aggregate<{ _id: { minute: number; type: TimelineType }; count: number }>([
          { $match: { streamId, offset: { $gt: after, $lte: upTo } } },
          { $group: { _id: { minute: { $floor: { $divide: [{ $toLong: '$at' }, MINUTE] } }, type: '$type' }, count: { $sum: 1 } } },
        ])
        .toArray();
      return counted
        .map(({ _id, count }): MinuteCount => ({ minute: Number(_id.minute), type: _id.type, count }))
        .sort((one, other) => one.minute - other.minute);
    },
  };
};
/** The types that carry what a person said, and where. */
const SPOKEN = { chat_message: 'message', question_asked: 'text' } as const satisfies Partial<Record<TimelineType, string>>;

export const tallies = (db: Db): TallyStore => {
  const table = db.collection<{ _id: string } & Omit<TallyRecord, 'streamId'>>('tallies');
  return {
    async get(streamId) {
      const found = await table.findOne({ _id: streamId });
      return found && { streamId, upTo: found.upTo, counts: found.counts };
    },
    advance: async ({ streamId, ...tally }, from) =>
      from === null
        ? unlessThere(() => table.insertOne({ _id: streamId, ...tally }))
        : (await table.updateOne({ _id: streamId, upTo: from }, { $set: tally })).matchedCount === 1,
  };
};
