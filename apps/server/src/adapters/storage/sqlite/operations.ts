import type { JobKind, JobRecord, LeaseRecord, Page, PageRequest, WebhookEndpointRecord } from '../../../ports/storage.ts';
import { collection } from './collection.ts';
import type { Row } from './driver.ts';
import type { Prepared } from './prepared.ts';

/** Behind every id that begins with a prefix: the greatest character there is. */
const LAST_CHARACTER = '\u{10ffff}';
const toLease = (row: Row): LeaseRecord => ({
  _id: String(row.id),
  holder: String(row.holder),
  term: Number(row.term),
  beat: Number(row.beat),
});

export const leases = (db: Prepared) => {
  const get = (id: string): LeaseRecord | null => {
    const row = db.get('SELECT id, holder, term, beat FROM leases WHERE id = ?', id);
    return row ? toLease(row) : null;
  };
  return {
    get,
    startingWith: (prefix: string, limit: number): LeaseRecord[] =>
      db
        .all(
          'SELECT id, holder, term, beat FROM leases WHERE id >= ? AND id < ? ORDER BY id LIMIT ?',
          prefix,
          `${prefix}${LAST_CHARACTER}`,
          limit,
        )
        .map(toLease),
    take(id: string, holder: string, seen: { term: number; beat: number } | null): LeaseRecord | null {
      const taken =
        seen === null
          ? db.run('INSERT INTO leases (id, holder, term, beat) VALUES (?, ?, 1, 0) ON CONFLICT (id) DO NOTHING', id, holder)
          : db.run(
              'UPDATE leases SET holder = ?, term = term + 1, beat = beat + 1 WHERE id = ? AND term = ? AND beat = ?',
              holder,
              id,
              seen.term,
              seen.beat,
            );
      return taken === 1 ? get(id) : null;
    },
    renew: (id: string, holder: string, term: number): boolean =>
      db.run('UPDATE leases SET beat = beat + 1 WHERE id = ? AND holder = ? AND term = ?', id, holder, term) === 1,
    release(id: string, holder: string, term: number): void {
      db.run("UPDATE leases SET holder = '' WHERE id = ? AND holder = ? AND term = ?", id, holder, term);
    },
    remove(id: string, holder: string, term: number): void {
      db.run('DELETE FROM leases WHERE id = ? AND holder = ? AND term = ?', id, holder, term);
    },
  };
};

export const jobs = (db: Prepared) => {
  const table = collection<JobRecord>(db, 'jobs');
  return {
    add: (job: JobRecord): boolean => table.insertUnless('key', job),
    claim: (kinds: JobKind[], now: number, until: number, limit: number): JobRecord[] =>
      db
        .documents<JobRecord>(
          `SELECT document FROM jobs WHERE kind IN (${kinds.map(() => '?').join(', ')}) AND state = 'due' AND due_at <= ?
           ORDER BY due_at, id LIMIT ?`,
          ...kinds,
          now,
          limit,
        )
        .map((job) => table.write({ ...job, attempts: job.attempts + 1, dueAt: until, updatedAt: now })),
    finish(
      id: string,
      { state, dueAt, result, at, payload }: { state: JobRecord['state']; dueAt: number; result: string; at: number; payload?: string },
    ): void {
      table.change(id, { state, dueAt, lastResult: result, updatedAt: at, payload });
    },
    byId: table.byId,
    list: ({ kind, target, ...page }: PageRequest & { kind: JobKind; target?: string }): Page<JobRecord> =>
      table.page(page, { column: 'created_at', key: ({ createdAt }) => createdAt, direction: 'DESC' }, { kind, target }),
    deleteOld: (before: number): number => db.run("DELETE FROM jobs WHERE state <> 'due' AND updated_at < ?", before),
  };
};

export const webhookEndpoints = (db: Prepared) => {
  const table = collection<WebhookEndpointRecord>(db, 'webhook_endpoints');
  return {
    insert: table.insert,
    byId: table.byId,
    all: () => db.documents<WebhookEndpointRecord>('SELECT document FROM webhook_endpoints ORDER BY created_at, id'),
    change: (id: string, changes: Partial<Pick<WebhookEndpointRecord, 'url' | 'events' | 'isActive' | 'secret'>>) =>
      table.change(id, changes),
    delete: table.delete,
  };
};
