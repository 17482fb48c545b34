import type { Database } from '../driver.ts';

export interface Migration {
  schema: string;
  /** What SQL can't say about the rows that are there: run after the schema, in the same transaction. */
  fill?: (database: Database) => void;
}
