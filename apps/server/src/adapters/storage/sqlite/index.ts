import { Worker } from 'node:worker_threads';
import { ConfigError } from '../../../config.ts';
import { DomainError } from '../../../domain/errors.ts';
import { entryPoint } from '../../../entry-points.ts';
import type { Storage } from '../../../ports/storage.ts';
import type { AggregateName } from './aggregates.ts';
import type { Answer, Call, FromWorker, ToWorker, WorkerOptions } from './messages.ts';

/** Calls that may wait for the worker; more are refused, retryable. */
const MAX_WAITING = 50_000;
/** Calls of one round: bounds the transaction, and how long an answer waits for its neighbours. */
const MAX_ROUND = 2_000;

export interface SqliteOptions extends WorkerOptions {
  /** The worker has ended by itself: nothing can be stored any more. */
  onFatal?: (error: Error) => void;
}

/**
 * Opens the embedded store in a folder, made if it is not there.
 * @throws ConfigError naming DATA_DIR when the folder can't be written, another server holds it, or its schema is newer.
 */
export async function openSqliteStorage({ onFatal, ...options }: SqliteOptions): Promise<Storage> {
  const thread = new WorkerThread(options, onFatal);
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

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** The worker's side in this thread: one round is under way at a time, what arrives meanwhile is the next. */
class WorkerThread {
  readonly opened: Promise<void>;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Waiting>();
  #next: Call[] = [];
  #underWay = false;
  #lastId = 0;
  #gone: Error | null = null;
  #idle: (() => void) | null = null;
  readonly #closed: Promise<void>;

  constructor(options: WorkerOptions, onFatal: ((error: Error) => void) | undefined) {
    this.#worker = new Worker(entryPoint('storage-worker'), { workerData: options });
    let confirm = (): void => {};
    this.#closed = new Promise((resolve) => {
      confirm = resolve;
    });
    this.opened = new Promise((resolve, reject) => {
      this.#worker.on('message', (message: FromWorker) => {
        if (message.type === 'open') resolve();
        else if (message.type === 'refused') reject(new ConfigError(`DATA_DIR: ${options.directory} can't be used: ${message.message}`));
        else if (message.type === 'answers') this.#settle(message.answers);
      });
      this.#worker.on('error', (error) => reject(error));
    });
    this.#worker.on('error', (error) => this.#lose(error, onFatal));
    this.#worker.on('exit', () => {
      if (!this.#gone) this.#lose(new Error('the storage worker has ended'), onFatal);
      confirm();
    });
  }

  call(method: string, input: unknown[]): Promise<unknown> {
    if (this.#gone) return Promise.reject(new DomainError('storage_unavailable', 'The store is closed.', { cause: this.#gone }));
    if (this.#pending.size >= MAX_WAITING)
      return Promise.reject(new DomainError('storage_unavailable', 'Too much waits for the store.', { retryAfter: 1 }));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#next.push({ id, method, input });
      // Not at once: what this turn of the event loop still calls joins the round.
      if (!this.#underWay && this.#next.length === 1) setImmediate(() => this.#round());
    });
  }

  /** Finishes what has been called, then closes. */
  async close(): Promise<void> {
    if (this.#gone) return;
    if (this.#pending.size > 0)
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    this.#gone = new Error('the store has been closed');
    this.#post({ type: 'close' });
    await this.#closed;
  }

  #round(): void {
    if (this.#underWay || this.#next.length === 0 || this.#gone) return;
    const calls = this.#next.splice(0, MAX_ROUND);
    this.#underWay = true;
    try {
      this.#post({ type: 'calls', calls });
    } catch (error) {
      // Input that can't be cloned is a fault of ours, not the store's.
      this.#underWay = false;
      for (const { id } of calls) this.#take(id)?.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }
  #settle(answers: Answer[]): void {
    this.#underWay = false;
    for (const answer of answers) {
      const waiting = this.#take(answer.id);
      if ('code' in answer)
        waiting?.reject(
          new DomainError(answer.code, answer.message, { retryAfter: 1, ...(answer.fields ? { fields: answer.fields } : {}) }),
        );
      else waiting?.resolve(answer.value);
    }
    this.#round();
    if (this.#pending.size === 0) this.#idle?.();
  }
  #take(id: number): Waiting | undefined {
    const waiting = this.#pending.get(id);
    this.#pending.delete(id);
    return waiting;
  }
  #lose(error: Error, onFatal: ((error: Error) => void) | undefined): void {
    if (this.#gone) return;
    this.#gone = error;
    for (const waiting of this.#pending.values())
      waiting.reject(new DomainError('storage_unavailable', 'The store is gone.', { cause: error }));
    this.#pending.clear();
    this.#idle?.();
    onFatal?.(error);
  }
  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
