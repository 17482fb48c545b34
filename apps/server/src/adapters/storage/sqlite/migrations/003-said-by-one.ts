import type { Migration } from './migration.ts';

/** What one person said and asked, for when it leaves. */
export const saidByOne: Migration = {
  schema: `
ALTER TABLE held_messages ADD COLUMN actor_id TEXT AS (document ->> 'actorId');
CREATE INDEX held_messages_by_actor ON held_messages (actor_id);
ALTER TABLE questions ADD COLUMN asker_id TEXT AS (document ->> 'askerId');
CREATE INDEX questions_by_asker ON questions (asker_id);
`,
};
