import { createRequire } from 'node:module';

/** The part of the SQLite interface that we use; Node's own module and the package for older Nodes both have it. */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}
export type Value = string | number | null;
export type Row = Record<string, Value>;
export interface Statement {
  run(...values: Value[]): { changes: number | bigint };
  get(...values: Value[]): Row | undefined;
  all(...values: Value[]): Row[];
}
interface Driver {
  DatabaseSync: new (path: string) => Database;
}

const NODE_HAS_SQLITE = [22, 13] as const;

/** Opens a database with whichever driver this runtime has. */
export function openDatabase(path: string): Database {
  const require = createRequire(import.meta.url);
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const builtIn = major > NODE_HAS_SQLITE[0] || (major === NODE_HAS_SQLITE[0] && minor >= NODE_HAS_SQLITE[1]);
  const driver: Driver = require(builtIn ? 'node:sqlite' : '@photostructure/sqlite');
  return new driver.DatabaseSync(path);
}
