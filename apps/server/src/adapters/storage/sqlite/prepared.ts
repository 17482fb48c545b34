import type { Database, Row, Value } from './driver.ts';

/** Runs SQL by its text; each text is prepared once. */
export class Prepared {
  readonly #database: Database;
  readonly #statements = new Map<string, ReturnType<Database['prepare']>>();
  constructor(database: Database) {
    this.#database = database;
  }
  /** How many rows it changed. */
  run(sql: string, ...values: Value[]): number {
    return Number(this.#statement(sql).run(...values).changes);
  }
  get(sql: string, ...values: Value[]): Row | undefined {
    return this.#statement(sql).get(...values);
  }
  all(sql: string, ...values: Value[]): Row[] {
    return this.#statement(sql).all(...values);
  }
  /** The JSON of a column that a document was stored in. What comes out is what this adapter put in. */
  document<T>(sql: string, ...values: Value[]): T | null {
    const row = this.get(sql, ...values);
    return row ? (JSON.parse(String(row.document)) as T) : null;
  }
  documents<T>(sql: string, ...values: Value[]): T[] {
    return this.all(sql, ...values).map((row) => JSON.parse(String(row.document)) as T);
  }
  count(sql: string, ...values: Value[]): number {
    return Number(this.get(sql, ...values)?.count ?? 0);
  }
  #statement(sql: string) {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
