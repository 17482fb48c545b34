import type { TimelineEntry, TimelineType } from '@vitrine/protocol';
import type { InsertResult, MinuteCount, TallyRecord } from '../../../ports/storage.ts';
import type { Row } from './driver.ts';
import type { Prepared } from './prepared.ts';

const MINUTE = 60_000;
/** What people say in their own words. */
const SPOKEN: ReadonlySet<TimelineType> = new Set<TimelineType>(['chat_message', 'question_asked']);
const parse = (row: Row): TimelineEntry => JSON.parse(String(row.entry)) as TimelineEntry;

/** What was said, without name and text: of a chat message or a question. */
const EMPTIED = `CASE type WHEN 'chat_message'
  THEN json_set(entry, '$.data.username', '', '$.data.message', '') ELSE json_set(entry, '$.data.username', '', '$.data.text', '') END`;

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
      if (written === 1) {
        if (entry.actorId !== undefined && SPOKEN.has(entry.type))
          db.run('INSERT INTO speakers (actor_id, stream_id) VALUES (?, ?) ON CONFLICT DO NOTHING', entry.actorId, entry.streamId);
        continue;
      }
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
  ofTypes: (streamId: string, types: TimelineType[], limit: number): TimelineEntry[] =>
    // Each type by its own index, so that however much was said in between is not read.
    [...new Set(types)]
      .flatMap((type) =>
        db
          .all('SELECT entry FROM timeline WHERE stream_id = ? AND type = ? ORDER BY entry_offset DESC LIMIT ?', streamId, type, limit)
          .map(parse),
      )
      .sort((one, other) => one.offset - other.offset)
      .slice(-limit),
  redact(streamId: string, offset: number): boolean {
    return (
      db.run(
        `UPDATE timeline SET redacted = 1, entry = ${EMPTIED}
         WHERE stream_id = ? AND entry_offset = ? AND type IN ('chat_message', 'question_asked')`,
        streamId,
        offset,
      ) === 1
    );
  },
  redactActor: (actorId: string): { streamId: string; offset: number; type: TimelineType }[] =>
    db.all('SELECT stream_id FROM speakers WHERE actor_id = ?', actorId).flatMap((row) => {
      const streamId = String(row.stream_id);
      return db
        .all(
          `UPDATE timeline SET redacted = 1, entry = ${EMPTIED}
           WHERE stream_id = ? AND type IN ('chat_message', 'question_asked') AND entry ->> 'actorId' = ? AND redacted = 0
           RETURNING entry_offset, type`,
          streamId,
          actorId,
        )
        .map((emptied) => ({ streamId, offset: Number(emptied.entry_offset), type: String(emptied.type) as TimelineType }));
    }),
  countByMinute: (streamId: string, after: number, upTo: number): MinuteCount[] =>
    db
      .all(
        `SELECT at / ${MINUTE} AS minute, type, count(*) AS count FROM timeline
         WHERE stream_id = ? AND entry_offset > ? AND entry_offset <= ? GROUP BY minute, type ORDER BY minute`,
        streamId,
        after,
        upTo,
      )
      .map((row) => ({ minute: Number(row.minute), type: String(row.type) as TimelineType, count: Number(row.count) })),
});

export const tallies = (db: Prepared) => ({
  get(streamId: string): TallyRecord | null {
    const row = db.get('SELECT up_to, counts FROM tallies WHERE stream_id = ?', streamId);
    return row ? { streamId, upTo: Number(row.up_to), counts: JSON.parse(String(row.counts)) as MinuteCount[] } : null;
  },
  advance({ streamId, upTo, counts }: TallyRecord, from: number | null): boolean {
    const changes =
      from === null
        ? db.run(
            'INSERT INTO tallies (stream_id, up_to, counts) VALUES (?, ?, ?) ON CONFLICT (stream_id) DO NOTHING',
            streamId,
            upTo,
            JSON.stringify(counts),
          )
        : db.run(
            'UPDATE tallies SET up_to = ?, counts = ? WHERE stream_id = ? AND up_to = ?',
            upTo,
            JSON.stringify(counts),
            streamId,
            from,
          );
    return changes === 1;
  },
});
