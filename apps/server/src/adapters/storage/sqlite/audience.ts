import type { Engagement, ViewerTotals } from '../../../ports/storage.ts';
import type { Prepared } from './prepared.ts';

export const likes = (db: Prepared) => ({
  set(streamId: string, viewerId: string, liked: boolean, at: number): boolean {
    const changed = liked
      ? db.run('INSERT INTO likes (stream_id, viewer_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', streamId, viewerId, at)
      : db.run('DELETE FROM likes WHERE stream_id = ? AND viewer_id = ?', streamId, viewerId);
    return changed === 1;
  },
  has: (streamId: string, viewerId: string): boolean =>
    db.get('SELECT 1 FROM likes WHERE stream_id = ? AND viewer_id = ?', streamId, viewerId) !== undefined,
  count: (streamId: string): number => db.count('SELECT count(*) AS count FROM likes WHERE stream_id = ?', streamId),
  recent: (streamId: string, limit: number): string[] =>
    db.all('SELECT viewer_id FROM likes WHERE stream_id = ? ORDER BY at DESC LIMIT ?', streamId, limit).map((row) => String(row.viewer_id)),
});

export const viewers = (db: Prepared) => {
  const seen = (streamId: string, viewerId: string, at: number): void => {
    db.run(
      `INSERT INTO viewers (stream_id, viewer_id, first_seen, last_seen) VALUES (?, ?, ?, ?)
       ON CONFLICT (stream_id, viewer_id) DO UPDATE SET last_seen = max(last_seen, excluded.last_seen)`,
      streamId,
      viewerId,
      at,
      at,
    );
  };
  return {
    seen,
    engaged(streamId: string, viewerId: string, engagement: Engagement, at: number): void {
      seen(streamId, viewerId, at);
      db.run(`UPDATE viewers SET ${engagement} = 1 WHERE stream_id = ? AND viewer_id = ?`, streamId, viewerId);
    },
    totals(streamId: string): ViewerTotals {
      const row = db.get(
        `SELECT count(*) AS unique_viewers, coalesce(sum(liked OR chatted OR clicked OR bought), 0) AS engaged, coalesce(sum(bought), 0) AS buyers
         FROM viewers WHERE stream_id = ?`,
        streamId,
      );
      return { unique: Number(row?.unique_viewers ?? 0), engaged: Number(row?.engaged ?? 0), buyers: Number(row?.buyers ?? 0) };
    },
  };
};
