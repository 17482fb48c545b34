import type { Migration } from './migration.ts';

/** What stays of deleted shows. */
export const deletedShows: Migration = {
  schema: `
CREATE TABLE deleted_shows (
  id TEXT PRIMARY KEY, document TEXT NOT NULL, created_by TEXT AS (document ->> 'createdBy'), deleted_at INTEGER AS (document ->> 'deletedAt'),
  due_at INTEGER AS (document ->> 'dueAt')
) STRICT, WITHOUT ROWID;
CREATE INDEX deleted_shows_by_age ON deleted_shows (deleted_at DESC, id DESC);
CREATE INDEX deleted_shows_of_host ON deleted_shows (created_by, deleted_at DESC, id DESC);
CREATE INDEX deleted_shows_due ON deleted_shows (due_at) WHERE due_at IS NOT NULL;
`,
};
