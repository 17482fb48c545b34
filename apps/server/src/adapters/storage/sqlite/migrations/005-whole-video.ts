import type { Migration } from './migration.ts';

/** Shows have a stage, a recording, and a key for broadcasting tools. */
export const wholeVideo: Migration = {
  schema: `
UPDATE livestreams SET document = json_set(document, '$.guests', json('[]'), '$.recording', json('null'), '$.broadcastKey', json('null'))
  WHERE document ->> '$.guests' IS NULL;
`,
};
