import { MongoBulkWriteError, MongoError, MongoServerError } from 'mongodb';

const DUPLICATE_KEY = 11000;
/**
 * Server errors after which nothing is known, or nothing could be done: it shuts down, steps down, waits for its majority in vain, or is
 * no primary. https://www.mongodb.com/docs/manual/reference/error-codes/
 */
const AWAY_CODES = new Set([
  6, 7, 24, 50, 64, 89, 91, 100, 112, 133, 134, 189, 202, 262, 317, 358, 384, 9001, 10058, 10107, 11600, 11602, 13435, 13436,
]);
/** The driver's own, of a connection, a pool or a client that is gone. */
const AWAY_NAMES = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoOperationTimeoutError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoServerClosedError',
  'MongoStalePrimaryError',
  'MongoClientClosedError',
  'MongoExpiredSessionError',
  'MongoPoolClosedError',
  'MongoPoolClearedError',
  'PoolClearedOnNetworkError',
  'MongoWaitQueueTimeoutError',
  'MongoWriteConcernError',
]);

/** Node's, where the driver lets one through: a write to a connection whose other end has just gone. */
const SOCKET_CODES = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/** Whether a unique index refused the write. */
export const isDuplicate = (error: unknown): error is MongoServerError => error instanceof MongoServerError && error.code === DUPLICATE_KEY;

/** The name of the index that refused. */
export const refusingIndex = (error: MongoServerError): string => /index: (?:\S+\.\$)?(\S+) dup key/.exec(error.message)?.[1] ?? '';

export function isUnavailable(error: unknown): boolean {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && SOCKET_CODES.has(error.code)) return true;
  if (!(error instanceof MongoError)) return false;
  if (AWAY_NAMES.has(error.name) || error.hasErrorLabel('RetryableWriteError')) return true;
  if (error instanceof MongoBulkWriteError) {
    // Written, but perhaps not by a majority: not durable as far as is known.
    if (error.result.getWriteConcernError()) return true;
    // A bulk insert says the driver's own errors, of a connection that is gone, in its own words: without a code, and refusing nothing.
    if (error.code === undefined && [error.writeErrors].flat().length === 0) return true;
  }
  return typeof error.code === 'number' && AWAY_CODES.has(error.code);
}

/** An upsert that raced with another of the same key finds the document when it is done again. */
export async function upserting<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isDuplicate(error)) return write();
    throw error;
  }
}

/** The same for many upserts in one message: those that raced are done again, the others are not. */
export async function upsertingMany<Upsert>(upserts: Upsert[], write: (upserts: Upsert[]) => Promise<unknown>): Promise<void> {
  try {
    await write(upserts);
  } catch (error) {
    const refused = error instanceof MongoBulkWriteError && !isUnavailable(error) ? [error.writeErrors].flat() : [];
    if (refused.length === 0 || refused.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
    const raced = new Set(refused.map(({ index }) => index));
    await write(upserts.filter((_, index) => raced.has(index)));
  }
}

/** True when the write was done, false when a unique index refused it. */
export async function unlessThere(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}
