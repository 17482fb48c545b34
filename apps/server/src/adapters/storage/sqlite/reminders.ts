import type { PushSubscriptionRecord } from '../../../ports/storage.ts';
import type { Prepared } from './prepared.ts';

export const reminders = (db: Prepared) => ({
  add: (streamId: string, subjectId: string, at: number): boolean =>
    db.run('INSERT INTO reminders (stream_id, subject_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', streamId, subjectId, at) === 1,
  remove: (streamId: string, subjectId: string): boolean =>
    db.run('DELETE FROM reminders WHERE stream_id = ? AND subject_id = ?', streamId, subjectId) === 1,
  ofSubject: (subjectId: string, limit: number): string[] =>
    db
      .all('SELECT stream_id FROM reminders WHERE subject_id = ? ORDER BY at DESC LIMIT ?', subjectId, limit)
      .map((row) => String(row.stream_id)),
  ofStream: (streamId: string, after: string | null, limit: number): string[] =>
    db
      .all(
        'SELECT subject_id FROM reminders WHERE stream_id = ? AND subject_id > ? ORDER BY subject_id LIMIT ?',
        streamId,
        after ?? '',
        limit,
      )
      .map((row) => String(row.subject_id)),
  count: (streamId: string): number => db.count('SELECT count(*) AS count FROM reminders WHERE stream_id = ?', streamId),
});

export const pushSubscriptions = (db: Prepared) => ({
  put(subscription: PushSubscriptionRecord): void {
    db.run(
      'INSERT INTO push_subscriptions (id, document) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET document = excluded.document',
      subscription._id,
      JSON.stringify(subscription),
    );
  },
  delete(id: string): void {
    db.run('DELETE FROM push_subscriptions WHERE id = ?', id);
  },
  ofSubject: (subjectId: string) =>
    db.documents<PushSubscriptionRecord>('SELECT document FROM push_subscriptions WHERE subject_id = ? ORDER BY created_at', subjectId),
});
