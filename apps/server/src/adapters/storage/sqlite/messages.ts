import type { ErrorCode } from '@vitrine/protocol';

/** What crosses between the server and the storage worker. */
export interface WorkerOptions {
  directory: string;
  /** Stands in for a full disk in the tests: the database may have so many pages. */
  maxPages?: number;
}
export interface Call {
  id: number;
  /** `aggregate.method`. */
  method: string;
  input: unknown[];
}
export type ToWorker = { type: 'calls'; calls: Call[] } | { type: 'close' };
export type Answer =
  | { id: number; value: unknown }
  | { id: number; code: ErrorCode; message: string; fields?: { path: string; message: string }[] };
export type FromWorker = { type: 'open' } | { type: 'refused'; message: string } | { type: 'answers'; answers: Answer[] };
