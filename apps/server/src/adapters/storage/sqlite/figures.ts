import type { ProductMark, ProductMarks, SampleRecord } from '../../../ports/storage.ts';
import type { Prepared } from './prepared.ts';

export const productMarks = (db: Prepared) => ({
  mark: (streamId: string, viewerId: string, productIds: string[], mark: ProductMark, minute: number): string[] =>
    productIds.filter((productId) => {
      const isNew =
        db.run(
          'INSERT INTO product_marks (stream_id, mark, product_id, minute, viewer_id) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
          streamId,
          mark,
          productId,
          minute,
          viewerId,
        ) === 1;
      if (isNew)
        db.run(
          'INSERT INTO product_viewers (stream_id, product_id, mark, viewer_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
          streamId,
          productId,
          mark,
          viewerId,
        );
      return isNew;
    }),
  byProduct(streamId: string): ProductMarks[] {
    const clicks = new Map(
      db
        .all(
          "SELECT product_id, count(*) AS clicks FROM product_marks WHERE stream_id = ? AND mark = 'clicked' GROUP BY product_id",
          streamId,
        )
        .map((row) => [String(row.product_id), Number(row.clicks)]),
    );
    return db
      .all(
        `SELECT product_id, sum(mark = 'seen') AS seen_by, sum(mark = 'clicked') AS clicked_by FROM product_viewers WHERE stream_id = ?
         GROUP BY product_id ORDER BY product_id`,
        streamId,
      )
      .map((row) => ({
        productId: String(row.product_id),
        seenBy: Number(row.seen_by),
        clickedBy: Number(row.clicked_by),
        clicks: clicks.get(String(row.product_id)) ?? 0,
      }));
  },
  viewers(streamId: string): { saw: number; clicked: number } {
    const row = db.get(
      `SELECT count(DISTINCT CASE mark WHEN 'seen' THEN viewer_id END) AS saw, count(DISTINCT CASE mark WHEN 'clicked' THEN viewer_id END) AS clicked
       FROM product_viewers WHERE stream_id = ?`,
      streamId,
    );
    return { saw: Number(row?.saw ?? 0), clicked: Number(row?.clicked ?? 0) };
  },
  clicksBetween: (streamId: string, productId: string, from: number, to: number): number =>
    db.count(
      `SELECT count(*) AS count FROM product_marks WHERE stream_id = ? AND mark = 'clicked' AND product_id = ? AND minute >= ? AND minute <= ?`,
      streamId,
      productId,
      from,
      to,
    ),
});

export const samples = (db: Prepared) => ({
  add(streamId: string, minute: number, { viewers, likes }: { viewers: number; likes: number }): void {
    db.run(
      `INSERT INTO samples (stream_id, minute, viewers_peak, viewers_sum, samples, likes) VALUES (?, ?, ?, ?, 1, ?)
       ON CONFLICT (stream_id, minute) DO UPDATE SET viewers_peak = max(viewers_peak, excluded.viewers_peak),
         viewers_sum = viewers_sum + excluded.viewers_sum, samples = samples + 1, likes = excluded.likes`,
      streamId,
      minute,
      viewers,
      viewers,
      likes,
    );
  },
  of: (streamId: string): SampleRecord[] =>
    db
      .all('SELECT minute, viewers_peak, viewers_sum, samples, likes FROM samples WHERE stream_id = ? ORDER BY minute', streamId)
      .map((row) => ({
        streamId,
        minute: Number(row.minute),
        viewersPeak: Number(row.viewers_peak),
        viewersSum: Number(row.viewers_sum),
        samples: Number(row.samples),
        likes: Number(row.likes),
      })),
});
