import type { CaptionCue } from '@vitrine/protocol';
import type { CaptionsHead, CaptionsRecord } from '../../../ports/storage.ts';
import type { Prepared } from './prepared.ts';

export const captions = (db: Prepared) => ({
  put({ streamId, language, cues, updatedAt }: CaptionsRecord): void {
    db.run(
      `INSERT INTO captions (stream_id, language, updated_at, count, document) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET updated_at = excluded.updated_at, count = excluded.count, document = excluded.document`,
      streamId,
      language,
      updatedAt,
      cues.length,
      JSON.stringify(cues),
    );
  },
  get(streamId: string, language: string): CaptionsRecord | null {
    const found = db.get('SELECT updated_at, document FROM captions WHERE stream_id = ? AND language = ?', streamId, language);
    if (!found) return null;
    return { streamId, language, cues: JSON.parse(String(found.document)) as CaptionCue[], updatedAt: Number(found.updated_at) };
  },
  ofStream: (streamId: string): CaptionsHead[] =>
    db
      .all('SELECT language, updated_at, count FROM captions WHERE stream_id = ? ORDER BY language', streamId)
      .map((row) => ({ streamId, language: String(row.language), updatedAt: Number(row.updated_at), count: Number(row.count) })),
  delete: (streamId: string, language: string): boolean =>
    db.run('DELETE FROM captions WHERE stream_id = ? AND language = ?', streamId, language) === 1,
  deleteOf(streamId: string): void {
    db.run('DELETE FROM captions WHERE stream_id = ?', streamId);
  },
});
