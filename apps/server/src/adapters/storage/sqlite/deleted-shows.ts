import type { LivestreamStatus } from '@vitrine/protocol';
import type { DeletedShowRecord, LivestreamRecord, Page, PageRequest } from '../../../ports/storage.ts';
import { isAsExpected } from '../expected.ts';
import { collection } from './collection.ts';
import type { Prepared } from './prepared.ts';

/** What hangs on a show, and the key of its rows; beside its timeline. */
const TABLES = {
  captions: 'stream_id, language',
  tallies: 'stream_id',
  likes: 'stream_id, viewer_id',
  viewers: 'stream_id, viewer_id',
  attendances: 'stream_id, minute, viewer_id',
  attended_minutes: 'stream_id, minute',
  product_marks: 'stream_id, mark, product_id, minute, viewer_id',
  product_viewers: 'stream_id, product_id, mark, viewer_id',
  samples: 'stream_id, minute',
  reminders: 'stream_id, subject_id',
  held_messages: 'id',
  reports: 'id',
  questions: 'id',
} as const;

export const deletedShows = (db: Prepared) => {
  const table = collection<DeletedShowRecord>(db, 'deleted_shows');
  const clearTable = (name: string, key: string, column: string, id: string, limit: number): number =>
    db.run(`DELETE FROM ${name} WHERE (${key}) IN (SELECT ${key} FROM ${name} WHERE ${column} = ? LIMIT ?)`, id, limit);
  /** Who has spoken goes with what was said. */
  const clearTimeline = (id: string, limit: number): number => {
    const upTo = db.get(
      'SELECT max(entry_offset) AS last FROM (SELECT entry_offset FROM timeline WHERE stream_id = ? ORDER BY entry_offset LIMIT ?)',
      id,
      limit,
    )?.last;
    if (upTo === undefined || upTo === null) return 0;
    db.run(
      `DELETE FROM speakers WHERE stream_id = ? AND actor_id IN
         (SELECT entry ->> 'actorId' FROM timeline WHERE stream_id = ? AND entry_offset <= ?)`,
      id,
      id,
      upTo,
    );
    return db.run('DELETE FROM timeline WHERE stream_id = ? AND entry_offset <= ?', id, upTo);
  };
  return {
    replace(deleted: DeletedShowRecord, from: LivestreamStatus[], expected: Pick<LivestreamRecord, 'recording'>): boolean {
      const show = db.document<LivestreamRecord>('SELECT document FROM livestreams WHERE id = ?', deleted._id);
      if (!show || !from.includes(show.status) || !isAsExpected(show, expected)) return false;
      table.insert(deleted);
      db.run('DELETE FROM livestreams WHERE id = ?', deleted._id);
      return true;
    },
    byIds: (ids: string[]): DeletedShowRecord[] => ids.map(table.byId).filter((deleted) => deleted !== null),
    list: ({ createdBy, ...page }: PageRequest & { createdBy?: string }): Page<DeletedShowRecord> =>
      table.page(page, { column: 'deleted_at', key: ({ deletedAt }) => deletedAt, direction: 'DESC' }, { created_by: createdBy }),
    due: (now: number, limit: number): DeletedShowRecord[] =>
      db.documents<DeletedShowRecord>('SELECT document FROM deleted_shows WHERE due_at <= ? ORDER BY due_at LIMIT ?', now, limit),
    postpone(id: string, dueAt: number | null): void {
      table.change(id, { dueAt });
    },
    clear(id: string, limit: number): boolean {
      db.run('DELETE FROM question_votes WHERE question_id IN (SELECT id FROM questions WHERE stream_id = ? LIMIT ?)', id, limit);
      let removed = clearTimeline(id, limit) + clearTable('bans', 'id', 'scope', id, limit);
      for (const [name, key] of Object.entries(TABLES)) removed += clearTable(name, key, 'stream_id', id, limit);
      return removed > 0;
    },
  };
};
