import type { TimelineEntry, TimelineType } from '@vitrine/protocol';
import type { InsertResult } from '../../../ports/storage.ts';
import type { Row } from './driver.ts';
import type { Prepared } from './prepared.ts';

const MINUTE = 60_000;
const parse = (row: Row): TimelineEntry => JSON.parse(String(row.entry)) as TimelineEntry;

export const timeline = (db: Prepared) => ({
  insert(entries: TimelineEntry[]): InsertResult {
    for (const [index, entry] of entries.entries()) {
      const written = db.run(
        'INSERT INTO timeline (stream_id, entry_offset, key, type, at, entry) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
        entry.streamId,
        entry.offset,
        entry.key,
        entry.type,
        Date.parse(entry.at),
        JSON.stringify(entry),
      );
      if (written === 1) continue;
      // The key first: a command that was written already needs no other offset.
      const known = db.get('SELECT 1 FROM timeline WHERE stream_id = ? AND key = ?', entry.streamId, entry.key);
      return { written: index, stopped: known ? 'key_taken' : 'offset_taken' };
    }
    return { written: entries.length };
  },
  byKey(streamId: string, key: string): TimelineEntry | null {
    const row = db.get('SELECT entry FROM timeline WHERE stream_id = ? AND key = ?', streamId, key);
    return row ? parse(row) : null;
  },
  tail: (streamId: string) => ({
    offset: Number(db.get('SELECT max(entry_offset) AS last FROM timeline WHERE stream_id = ?', streamId)?.last ?? 0),
  }),
  after: (streamId: string, after: number, limit: number): TimelineEntry[] =>
    db
      .all('SELECT entry FROM timeline WHERE stream_id = ? AND entry_offset > ? ORDER BY entry_offset LIMIT ?', streamId, after, limit)
      .map(parse),
  chatBefore: (streamId: string, before: number | null, limit: number): TimelineEntry[] =>
    db
      .all(
        `SELECT entry FROM timeline WHERE stream_id = ? AND type = 'chat_message' AND entry_offset < ? AND redacted = 0 ORDER BY entry_offset DESC LIMIT ?`,
        streamId,
        before ?? Number.MAX_SAFE_INTEGER,
        limit,
      )
      .map(parse)
      .reverse(),
  redact(streamId: string, offset: number): boolean {
    return (
      db.run(
        `UPDATE timeline SET redacted = 1, entry = json_set(entry, '$.data.username', '', '$.data.message', '')
         WHERE stream_id = ? AND entry_offset = ? AND type = 'chat_message'`,
        streamId,
        offset,
      ) === 1
    );
  },
  countByMinute: (streamId: string): { minute: number; type: TimelineType; count: number }[] =>
    db
      .all(
        `SELECT at / ${MINUTE} AS minute, type, count(*) AS count FROM timeline WHERE stream_id = ? GROUP BY minute, type ORDER BY minute`,
        streamId,
      )
      .map((row) => ({ minute: Number(row.minute), type: String(row.type) as TimelineType, count: Number(row.count) })),
});
