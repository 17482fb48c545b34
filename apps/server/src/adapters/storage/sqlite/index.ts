import { entryPoint } from '../../../entry-points.ts';
import type { Storage } from '../../../ports/storage.ts';
import type { AggregateName } from './aggregates.ts';
import type { WorkerOptions } from './messages.ts';
import { WorkerThread } from './worker-thread.ts';

export interface SqliteOptions extends WorkerOptions {
  /** The worker has ended by itself: nothing can be stored any more. */
  onFatal?: (error: Error) => void;
}

/**
 * Opens the embedded store in a folder, made if it is not there.
 * @throws ConfigError naming DATA_DIR when the folder can't be written, another server holds it, or its schema is newer.
 */
export async function openSqliteStorage({ onFatal, ...options }: SqliteOptions): Promise<Storage> {
  const thread = new WorkerThread(entryPoint('storage-worker'), options, onFatal);
  await thread.opened;
  const aggregate = <Name extends AggregateName>(name: Name): Storage[Name] =>
    new Proxy({} as Storage[Name], {
      get: (_, method) => (typeof method === 'string' ? (...input: unknown[]) => thread.call(`${name}.${method}`, input) : undefined),
    });
  return {
    users: aggregate('users'),
    sessions: aggregate('sessions'),
    settings: aggregate('settings'),
    livestreams: aggregate('livestreams'),
    timeline: aggregate('timeline'),
    likes: aggregate('likes'),
    viewers: aggregate('viewers'),
    products: aggregate('products'),
    orders: aggregate('orders'),
    [Symbol.asyncDispose]: () => thread.close(),
  };
}
