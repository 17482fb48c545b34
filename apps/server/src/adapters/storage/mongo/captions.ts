import type { Db } from 'mongodb';
import type { CaptionStore, CaptionsHead, CaptionsRecord } from '../../../ports/storage.ts';
import { Documents, type Fields } from './documents.ts';
import { upserting } from './driver-errors.ts';

/** Kept under what they are of, so that others replace them in one step. */
interface StoredCaptions extends CaptionsRecord, CaptionsHead {
  _id: string;
}
const placeOf = (streamId: string, language: string): string => `${streamId}:${language}`;

export const captions = (db: Db): CaptionStore => {
  const table = new Documents<StoredCaptions>(db.collection<Fields>('captions'), ['updatedAt']);
  return {
    async put(record) {
      const fields = { ...table.fields(record), count: record.cues.length };
      const place = placeOf(record.streamId, record.language);
      await upserting(() => table.collection.replaceOne({ _id: place }, fields, { upsert: true }));
    },
    async get(streamId, language) {
      const found = await table.byId(placeOf(streamId, language));
      return found && { streamId, language, cues: found.cues, updatedAt: found.updatedAt };
    },
    async ofStream(streamId) {
      const found = await table.collection
        .find({ streamId }, { projection: { cues: 0 } })
        .sort({ language: 1 })
        .toArray();
      return found.map((fields) => {
        const { _id, ...head } = table.item(fields);
        return head;
      });
    },
    delete: (streamId, language) => table.delete(placeOf(streamId, language)),
    async deleteOf(streamId) {
      await table.collection.deleteMany({ streamId });
    },
  };
};
