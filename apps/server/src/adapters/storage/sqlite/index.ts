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
  const settings = aggregate('settings');
  return {
    users: aggregate('users'),
    sessions: aggregate('sessions'),
    oneTimeTokens: aggregate('oneTimeTokens'),
    settings,
    livestreams: aggregate('livestreams'),
    captions: aggregate('captions'),
    deletedShows: aggregate('deletedShows'),
    timeline: aggregate('timeline'),
    tallies: aggregate('tallies'),
    likes: aggregate('likes'),
    viewers: aggregate('viewers'),
    productMarks: aggregate('productMarks'),
    samples: aggregate('samples'),
    reminders: aggregate('reminders'),
    pushSubscriptions: aggregate('pushSubscriptions'),
    products: aggregate('products'),
    orders: aggregate('orders'),
    bans: aggregate('bans'),
    heldMessages: aggregate('heldMessages'),
    reports: aggregate('reports'),
    questions: aggregate('questions'),
    audit: aggregate('audit'),
    leases: aggregate('leases'),
    jobs: aggregate('jobs'),
    webhookEndpoints: aggregate('webhookEndpoints'),
    isReachable: () =>
      settings.get('').then(
        () => true,
        () => false,
      ),
    [Symbol.asyncDispose]: () => thread.close(),
  };
}
