import type { Migration } from './migration.ts';

/**
 * Who has spoken where, one row a person and show. It stands in for an index of every message by its speaker, which cost each message as
 * much again and was read only when somebody leaves.
 */
export const speakers: Migration = {
  schema: `
DROP INDEX timeline_by_speaker;
ALTER TABLE timeline DROP COLUMN actor_id;
CREATE TABLE speakers (actor_id TEXT NOT NULL, stream_id TEXT NOT NULL, PRIMARY KEY (actor_id, stream_id)) STRICT, WITHOUT ROWID;
INSERT INTO speakers (actor_id, stream_id)
  SELECT DISTINCT entry ->> 'actorId', stream_id FROM timeline
  WHERE type IN ('chat_message', 'question_asked') AND entry ->> 'actorId' IS NOT NULL;
`,
};
