import type { Attendance, Engagement, ViewerTotals, WatchedShow } from '../../../ports/storage.ts';
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
  ofViewer: (viewerId: string, limit: number): string[] =>
    db.all('SELECT stream_id FROM likes WHERE viewer_id = ? ORDER BY at DESC LIMIT ?', viewerId, limit).map((row) => String(row.stream_id)),
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
  const minutesOf = (streamId: string) =>
    db
      .all('SELECT minute, viewers FROM attended_minutes WHERE stream_id = ? ORDER BY minute', streamId)
      .map((row) => ({ minute: Number(row.minute), viewers: Number(row.viewers) }));
  /** Gives a viewer's rows to a stand-in; those that it has already (this was asked before) are given up. */
  const handOver = (table: 'viewers' | 'likes' | 'product_viewers', viewerId: string, standIn: string): void => {
    db.run(`UPDATE OR IGNORE ${table} SET viewer_id = ? WHERE viewer_id = ?`, standIn, viewerId);
    db.run(`DELETE FROM ${table} WHERE viewer_id = ?`, viewerId);
  };
  return {
    seen,
    engaged(streamId: string, viewerId: string, engagement: Engagement, at: number): void {
      seen(streamId, viewerId, at);
      db.run(`UPDATE viewers SET ${engagement} = 1 WHERE stream_id = ? AND viewer_id = ?`, streamId, viewerId);
    },
    attended(streamId: string, attendances: Attendance[], at: number): void {
      for (const { viewerId, minute, seconds } of attendances) {
        seen(streamId, viewerId, at);
        db.run(
          'UPDATE viewers SET watched_seconds = watched_seconds + ? WHERE stream_id = ? AND viewer_id = ?',
          seconds,
          streamId,
          viewerId,
        );
        const isNew =
          db.run(
            'INSERT INTO attendances (stream_id, minute, viewer_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
            streamId,
            minute,
            viewerId,
          ) === 1;
        if (isNew)
          db.run(
            `INSERT INTO attended_minutes (stream_id, minute, viewers) VALUES (?, ?, 1)
             ON CONFLICT (stream_id, minute) DO UPDATE SET viewers = viewers + 1`,
            streamId,
            minute,
          );
      }
    },
    totals(streamId: string): ViewerTotals {
      const row = db.get(
        `SELECT count(*) AS unique_viewers, coalesce(sum(liked OR chatted OR clicked OR bought), 0) AS engaged, coalesce(sum(bought), 0) AS buyers,
                coalesce(sum(watched_seconds), 0) AS watched_seconds
         FROM viewers WHERE stream_id = ?`,
        streamId,
      );
      return {
        unique: Number(row?.unique_viewers ?? 0),
        engaged: Number(row?.engaged ?? 0),
        buyers: Number(row?.buyers ?? 0),
        watchedSeconds: Number(row?.watched_seconds ?? 0),
      };
    },
    presentByMinute: minutesOf,
    presentBetween: (streamId: string, from: number, to: number): number =>
      db.count(
        'SELECT count(DISTINCT viewer_id) AS count FROM attendances WHERE stream_id = ? AND minute >= ? AND minute <= ?',
        streamId,
        from,
        to,
      ),
    ofViewer: (viewerId: string, limit: number): WatchedShow[] =>
      db
        .all(
          `SELECT stream_id, first_seen, last_seen, liked, chatted, clicked, bought FROM viewers WHERE viewer_id = ?
           ORDER BY last_seen DESC LIMIT ?`,
          viewerId,
          limit,
        )
        .map((row) => ({
          streamId: String(row.stream_id),
          firstSeen: Number(row.first_seen),
          lastSeen: Number(row.last_seen),
          liked: row.liked === 1,
          chatted: row.chatted === 1,
          clicked: row.clicked === 1,
          bought: row.bought === 1,
        })),
    anonymise(viewerId: string, standIn: string): void {
      for (const row of db.all('SELECT stream_id FROM viewers WHERE viewer_id = ?', viewerId)) {
        const streamId = String(row.stream_id);
        // Minute by minute, each by its key: an index by viewer would cost every attendance more than this rare walk.
        for (const { minute } of minutesOf(streamId))
          db.run(
            'UPDATE OR IGNORE attendances SET viewer_id = ? WHERE stream_id = ? AND minute = ? AND viewer_id = ?',
            standIn,
            streamId,
            minute,
            viewerId,
          );
      }
      for (const row of db.all('SELECT stream_id, product_id, mark FROM product_viewers WHERE viewer_id = ?', viewerId))
        db.run(
          'UPDATE OR IGNORE product_marks SET viewer_id = ? WHERE stream_id = ? AND mark = ? AND product_id = ? AND viewer_id = ?',
          standIn,
          String(row.stream_id),
          String(row.mark),
          String(row.product_id),
          viewerId,
        );
      handOver('viewers', viewerId, standIn);
      handOver('likes', viewerId, standIn);
      handOver('product_viewers', viewerId, standIn);
    },
  };
};
