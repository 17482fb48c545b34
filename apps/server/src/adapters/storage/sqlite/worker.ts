import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type Aggregates, createAggregates } from './aggregates.ts';
import { type Database, openDatabase } from './driver.ts';
import type { FromWorker, ToWorker, WorkerOptions } from './messages.ts';
import { migrate } from './migrations.ts';
import { Prepared } from './prepared.ts';
import { performRound } from './round.ts';

/** The storage worker: commits all that waits in one transaction a round, and answers only after COMMIT. */
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
  // MEMORY: what a savepoint would put back is kept out of temporary files, which cost a round of a hundred entries 40 % of its time.
  database.exec(
    'PRAGMA temp_store = MEMORY; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 2000',
  );
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
  if (message.type === 'calls') send({ type: 'answers', answers: performRound(database, aggregates, message.calls) });
  else {
    closeAll();
    port?.close();
  }
}

function closeAll(): void {
  for (const each of open.reverse()) each.close();
}

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
