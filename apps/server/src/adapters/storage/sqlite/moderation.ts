import type { AuditRecord, BanRecord, HeldMessageRecord, Page, PageRequest, QuestionRecord, ReportRecord } from '../../../ports/storage.ts';
import { collection } from './collection.ts';
import type { Prepared } from './prepared.ts';

const BY_AGE = { column: 'created_at', key: ({ createdAt }: { createdAt: number }) => createdAt } as const;

export const bans = (db: Prepared) => {
  const table = collection<BanRecord>(db, 'bans');
  return {
    put(ban: BanRecord): void {
      db.run('DELETE FROM bans WHERE scope = ? AND subject_id = ?', ban.streamId ?? '', ban.subjectId);
      table.insert(ban);
    },
    byId: table.byId,
    lift: table.delete,
    active: (now: number, { streamId, ...page }: PageRequest & { streamId?: string }): Page<BanRecord> =>
      table.page(page, { ...BY_AGE, direction: 'DESC' }, { scope: streamId }, { sql: '(until IS NULL OR until > ?)', values: [now] }),
    deleteExpired: (now: number): number => db.run('DELETE FROM bans WHERE until <= ?', now),
  };
};

export const heldMessages = (db: Prepared) => {
  const table = collection<HeldMessageRecord>(db, 'held_messages');
  return {
    insert: (message: HeldMessageRecord): boolean => table.insertUnless('stream_id, key', message),
    byKey: (streamId: string, key: string) =>
      db.document<HeldMessageRecord>('SELECT document FROM held_messages WHERE stream_id = ? AND key = ?', streamId, key),
    byId: table.byId,
    list: (streamId: string, page: PageRequest): Page<HeldMessageRecord> =>
      table.page(page, { ...BY_AGE, direction: 'ASC' }, { stream_id: streamId }),
    count: (streamId: string): number => db.count('SELECT count(*) AS count FROM held_messages WHERE stream_id = ?', streamId),
    remove: table.delete,
    removeOf(actorId: string): void {
      db.run('DELETE FROM held_messages WHERE actor_id = ?', actorId);
    },
  };
};

export const reports = (db: Prepared) => {
  const table = collection<ReportRecord>(db, 'reports');
  return {
    insert: (report: ReportRecord): boolean => table.insertUnless('stream_id, message_offset, reporter_id', report),
    byId: table.byId,
    list: ({ streamId, state, ...page }: PageRequest & { streamId?: string; state: ReportRecord['state'] }): Page<ReportRecord> =>
      table.page(page, { ...BY_AGE, direction: state === 'open' ? 'ASC' : 'DESC' }, { stream_id: streamId, state }),
    countOpen: (streamId: string): number =>
      db.count("SELECT count(*) AS count FROM reports WHERE stream_id = ? AND state = 'open'", streamId),
    close: (id: string, state: 'resolved' | 'dismissed', by: string): ReportRecord | null =>
      table.byId(id)?.state === 'open' ? table.change(id, { state, resolvedBy: by }) : null,
    redact(streamId: string, offset: number): void {
      db.run(
        `UPDATE reports SET document = json_set(document, '$.username', '', '$.message', '') WHERE stream_id = ? AND message_offset = ?`,
        streamId,
        offset,
      );
    },
  };
};

export const questions = (db: Prepared) => {
  const table = collection<QuestionRecord>(db, 'questions');
  return {
    insert: (question: QuestionRecord): boolean => table.insertUnless('id', question),
    byId: table.byId,
    list: (streamId: string, state: 'open' | 'answered', limit: number): QuestionRecord[] =>
      db.documents<QuestionRecord>(
        `SELECT document FROM questions WHERE stream_id = ? AND state = ?
         ORDER BY ${state === 'open' ? 'upvotes DESC, created_at, id' : 'created_at DESC, id DESC'} LIMIT ?`,
        streamId,
        state,
        limit,
      ),
    vote(id: string, viewerId: string, up: boolean): QuestionRecord | null {
      if (!table.byId(id)) return null;
      if (up) db.run('INSERT INTO question_votes (question_id, viewer_id) VALUES (?, ?) ON CONFLICT DO NOTHING', id, viewerId);
      else db.run('DELETE FROM question_votes WHERE question_id = ? AND viewer_id = ?', id, viewerId);
      return table.change(id, { upvotes: db.count('SELECT count(*) AS count FROM question_votes WHERE question_id = ?', id) });
    },
    votedBy: (viewerId: string, ids: string[]): string[] =>
      ids.filter((id) => db.get('SELECT 1 FROM question_votes WHERE question_id = ? AND viewer_id = ?', id, viewerId) !== undefined),
    close: (id: string, state: 'answered' | 'removed', answer: string | null): QuestionRecord | null =>
      table.byId(id)?.state === 'open' ? table.change(id, { state, answer }) : null,
    redactAsker: (askerId: string): QuestionRecord[] =>
      db
        .documents<QuestionRecord>(`SELECT document FROM questions WHERE asker_id = ? AND document ->> 'text' <> ''`, askerId)
        .map((question) => table.write({ ...question, askerName: '', text: '', state: 'removed' })),
  };
};

export const audit = (db: Prepared) => {
  const table = collection<AuditRecord>(db, 'audit');
  return {
    append: table.insert,
    list: ({
      action,
      actorId,
      streamId,
      ...page
    }: PageRequest & { action?: string; actorId?: string; streamId?: string }): Page<AuditRecord> =>
      table.page(page, { column: 'at', key: ({ at }) => at, direction: 'DESC' }, { action, actor_id: actorId, stream_id: streamId }),
  };
};
