import type { Migration } from './migration.ts';

/** Replays have captions. `document` holds the cues. */
export const captions: Migration = {
  schema: `
CREATE TABLE captions (
  stream_id TEXT NOT NULL, language TEXT NOT NULL, updated_at INTEGER NOT NULL, count INTEGER NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (stream_id, language)
) STRICT;
`,
};
