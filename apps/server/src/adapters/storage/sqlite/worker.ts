import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { ErrorCode } from '@vitrine/protocol';
import { DomainError } from '../../../domain/errors.ts';
import { type Aggregates, createAggregates } from './aggregates.ts';
import { type Database, openDatabase } from './driver.ts';
import type { Answer, Call, FromWorker, ToWorker, WorkerOptions } from './messages.ts';
import { migrate } from './migrations.ts';
import { Prepared } from './prepared.ts';

/**
 * The storage worker: commits all that waits in one transaction a round, each call in a savepoint of its own, and answers only after COMMIT.
 */
const port = parentPort;
if (!port) throw new Error('the storage worker runs as a worker thread');
const options = workerData as WorkerOptions;
const send = (message: FromWorker): void => port.postMessage(message);

let database: Database;
let aggregates: Aggregates;
/** In the order of opening; the lock is the first, and so the last to go. */
const open: Database[] = [];
try {
  mkdirSync(options.directory, { recursive: true });
  open.push(takeLock(join(options.directory, 'lock.sqlite')));
  database = openDatabase(join(options.directory, 'vitrine.sqlite'));
  open.push(database);
  // FULL: what was answered survives a power cut. It can't be changed inside a transaction, so it is set once, here.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 2000');
  migrate(database);
  if (options.maxPages) database.exec(`PRAGMA max_page_count = ${options.maxPages}`);
  aggregates = createAggregates(new Prepared(database));
  port.on('message', receive);
  send({ type: 'open' });
} catch (error) {
  closeAll();
  send({ type: 'refused', message: error instanceof Error ? error.message : String(error) });
}

function receive(message: ToWorker): void {
  if (message.type === 'calls') send({ type: 'answers', answers: round(message.calls) });
  else {
    closeAll();
    port?.close();
  }
}

function closeAll(): void {
  for (const each of open.reverse()) each.close();
}

function round(calls: Call[]): Answer[] {
  try {
    database.exec('BEGIN IMMEDIATE');
    const answers = calls.map(perform);
    database.exec('COMMIT');
    return answers;
  } catch (error) {
    rollBack();
    return calls.map(({ id }) => ({ id, ...unavailable(error) }));
  }
}

function perform({ id, method, input }: Call): Answer {
  database.exec('SAVEPOINT call');
  try {
    const value = invoke(method, input);
    database.exec('RELEASE call');
    return { id, value };
  } catch (error) {
    // After a full disk SQLite may have rolled back the whole transaction: then this throws too, and so the round is refused.
    database.exec('ROLLBACK TO call; RELEASE call');
    if (error instanceof DomainError)
      return { id, code: error.code, message: error.message, ...(error.fields ? { fields: error.fields } : {}) };
    return { id, ...refusal(error) };
  }
}

function invoke(method: string, input: unknown[]): unknown {
  const [aggregate, name] = method.split('.');
  const group = aggregates[aggregate as keyof Aggregates] as Record<string, (...input: unknown[]) => unknown> | undefined;
  const operation = group?.[name ?? ''];
  if (!operation) throw new Error(`there is no storage method ${method}`);
  return operation(...input);
}

function rollBack(): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // SQLite has done it already.
  }
}

const UNIQUE_VIOLATIONS: ReadonlySet<unknown> = new Set([1555, 2067]);
/** What one failed call is told: its own fault, or the store's. */
function refusal(error: unknown): { code: ErrorCode; message: string } {
  const { errcode } = error as { errcode?: unknown };
  if (typeof errcode !== 'number') return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
  if (UNIQUE_VIOLATIONS.has(errcode)) return { code: 'conflict', message: 'That is there already.' };
  return unavailable(error);
}
const unavailable = (error: unknown): { code: 'storage_unavailable'; message: string } => ({
  code: 'storage_unavailable',
  message: `The store refused: ${error instanceof Error ? error.message : String(error)}`,
});

/** An exclusive lock that the system gives back however the process ends; a second server is refused at once. */
function takeLock(path: string): Database {
  const held = openDatabase(path);
  try {
    held.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (by_server INTEGER) STRICT; COMMIT; BEGIN EXCLUSIVE',
    );
    return held;
  } catch (error) {
    held.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) throw new Error('another Vitrine server uses this folder');
    throw error;
  }
}
