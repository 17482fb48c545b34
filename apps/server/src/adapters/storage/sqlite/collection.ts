import type { Page, PageRequest } from '../../../ports/storage.ts';
import { changed } from './changed.ts';
import { decodeCursor, pageOf } from './cursor.ts';
import type { Value } from './driver.ts';
import type { Prepared } from './prepared.ts';

interface Ordering<Document> {
  column: string;
  key: (document: Document) => number;
  direction: 'ASC' | 'DESC';
}
/** Conditions that all hold; one whose value is undefined is left out. */
export type Conditions = Record<string, Value | undefined>;

/** A table of whole documents under their ids, whose other columns are generated from the document. */
export function collection<Document extends { _id: string }>(db: Prepared, table: string) {
  const byId = (id: string): Document | null => db.document<Document>(`SELECT document FROM ${table} WHERE id = ?`, id);
  const write = (document: Document): Document => {
    db.run(`UPDATE ${table} SET document = ? WHERE id = ?`, JSON.stringify(document), document._id);
    return document;
  };
  return {
    byId,
    write,
    insert(document: Document): void {
      db.run(`INSERT INTO ${table} (id, document) VALUES (?, ?)`, document._id, JSON.stringify(document));
    },
    /** False when a row is there that has these columns in common with it. */
    insertUnless(columns: string, document: Document): boolean {
      const sql = `INSERT INTO ${table} (id, document) VALUES (?, ?) ON CONFLICT (${columns}) DO NOTHING`;
      return db.run(sql, document._id, JSON.stringify(document)) === 1;
    },
    change(id: string, changes: Partial<NoInfer<Document>>): Document | null {
      const document = byId(id);
      return document && write(changed(document, changes));
    },
    delete: (id: string): boolean => db.run(`DELETE FROM ${table} WHERE id = ?`, id) === 1,
    /** One page in this order, the id deciding between equals. `where` is written into the query, `given` says columns and their values. */
    page(request: PageRequest, order: Ordering<Document>, given: Conditions, where?: { sql: string; values: Value[] }): Page<Document> {
      const conditions = where ? [where.sql] : [];
      const values = where ? [...where.values] : [];
      for (const [column, value] of Object.entries(given)) {
        if (value === undefined) continue;
        conditions.push(`${column} = ?`);
        values.push(value);
      }
      if (request.cursor) {
        const place = decodeCursor(request.cursor);
        conditions.push(`(${order.column}, id) ${order.direction === 'ASC' ? '>' : '<'} (?, ?)`);
        values.push(place.key, place.id);
      }
      const found = db.documents<Document>(
        `SELECT document FROM ${table} ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
         ORDER BY ${order.column} ${order.direction}, id ${order.direction} LIMIT ?`,
        ...values,
        request.limit + 1,
      );
      return pageOf(found, request.limit, (document) => ({ key: order.key(document), id: document._id }));
    },
  };
}
