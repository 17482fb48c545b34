import type { Database } from './driver.ts';
import { firstShow } from './migrations/001-first-show.ts';
import { wholeBackend } from './migrations/002-whole-backend.ts';
import { saidByOne } from './migrations/003-said-by-one.ts';
import { speakers } from './migrations/004-speakers.ts';
import { wholeVideo } from './migrations/005-whole-video.ts';
import { captions } from './migrations/006-captions.ts';
import { deletedShows } from './migrations/007-deleted-shows.ts';
import type { Migration } from './migrations/migration.ts';

/** The schema's history. A change is a new entry at the end; an entry that has been released never changes. */
const MIGRATIONS: readonly Migration[] = [firstShow, wholeBackend, saidByOne, speakers, wholeVideo, captions, deletedShows];

/**
 * Brings the database to the newest schema, one transaction a step.
 * @throws when the database was written by a newer Vitrine.
 */
export function migrate(database: Database, upTo: number = MIGRATIONS.length): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version > MIGRATIONS.length)
    throw new Error(`the database has schema ${version}, this Vitrine knows ${MIGRATIONS.length}: run the newer version that wrote it`);
  MIGRATIONS.slice(version, upTo).forEach(({ schema, fill }, index) => {
    database.exec('BEGIN IMMEDIATE');
    try {
      database.exec(schema);
      fill?.(database);
      database.exec(`PRAGMA user_version = ${version + index + 1}; COMMIT`);
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  });
}
