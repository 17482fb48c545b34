import type { ErrorCode } from '@vitrine/protocol';
import { DomainError } from '../../../domain/errors.ts';
import type { Aggregates } from './aggregates.ts';
import type { Database } from './driver.ts';
import type { Answer, Call } from './messages.ts';

/** Primary key and unique index: SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE (sqlite.org/rescode.html). */
const UNIQUE_VIOLATIONS: ReadonlySet<number> = new Set([1555, 2067]);

/**
 * Performs the calls in one transaction, each in a savepoint of its own, so that one that fails leaves its neighbours alone.
 * The answers hold only once this has returned: when COMMIT fails, all of them are `storage_unavailable`.
 */
export function performRound(database: Database, aggregates: Aggregates, calls: Call[]): Answer[] {
  try {
    database.exec('BEGIN IMMEDIATE');
    const answers = calls.map((call) => perform(database, aggregates, call));
    database.exec('COMMIT');
    return answers;
  } catch (error) {
    rollBack(database);
    return calls.map(({ id }) => ({ id, ...unavailable(error) }));
  }
}

function perform(database: Database, aggregates: Aggregates, { id, method, input }: Call): Answer {
  database.exec('SAVEPOINT call');
  try {
    const value = invoke(aggregates, method, input);
    database.exec('RELEASE call');
    return { id, value };
  } catch (error) {
    // After a full disk SQLite may have rolled back the whole transaction: then this throws too, and so the round is refused.
    database.exec('ROLLBACK TO call; RELEASE call');
    return { id, ...refusal(error) };
  }
}

function invoke(aggregates: Aggregates, method: string, input: unknown[]): unknown {
  const [aggregate, name] = method.split('.');
  const group = aggregates[aggregate as keyof Aggregates] as Record<string, (...input: unknown[]) => unknown> | undefined;
  const operation = group?.[name ?? ''];
  if (!operation) throw new Error(`there is no storage method ${method}`);
  return operation(...input);
}

function rollBack(database: Database): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // SQLite has done it already.
  }
}

/** What one failed call is told: its own fault, ours, or the store's. */
function refusal(error: unknown): Omit<Extract<Answer, { code: ErrorCode }>, 'id'> {
  if (error instanceof DomainError) return { code: error.code, message: error.message, ...(error.fields ? { fields: error.fields } : {}) };
  const errcode = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  if (typeof errcode !== 'number') return { code: 'internal', message: messageOf(error) };
  if (UNIQUE_VIOLATIONS.has(errcode)) return { code: 'conflict', message: 'That is there already.' };
  return unavailable(error);
}
const unavailable = (error: unknown): { code: 'storage_unavailable'; message: string } => ({
  code: 'storage_unavailable',
  message: `The store refused: ${messageOf(error)}`,
});
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
