import { Worker } from 'node:worker_threads';
import { ConfigError } from '../../../config.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { Answer, Call, FromWorker, ToWorker, WorkerOptions } from './messages.ts';

/** Calls that may wait for the worker; more are refused, retryable. */
export const MAX_WAITING = 50_000;
/** Calls of one round: bounds the transaction, and how long an answer waits for its neighbours. */
const MAX_ROUND = 2_000;

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** The storage worker as this thread sees it: one round is under way at a time, what arrives meanwhile is the next. */
export class WorkerThread {
  /** Rejects with a ConfigError, once the worker has let go of the folder, when the folder can't be used. */
  readonly opened: Promise<void>;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #onFatal: ((error: Error) => void) | undefined;
  readonly #pending = new Map<number, Waiting>();
  #next: Call[] = [];
  #underWay = false;
  #lastId = 0;
  /** Why no more calls are taken. */
  #gone: Error | null = null;
  #closing: Promise<void> | null = null;
  #idle: (() => void) | null = null;

  constructor(code: URL, options: WorkerOptions, onFatal?: (error: Error) => void) {
    this.#onFatal = onFatal;
    this.#worker = new Worker(code, { workerData: options });
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    this.opened = new Promise((resolve, reject) => {
      let open = false;
      let reason: Error = new Error('the storage worker has ended');
      this.#worker.on('message', (message: FromWorker) => {
        if (message.type === 'open') {
          open = true;
          resolve();
        } else if (message.type === 'refused') reason = new ConfigError(`DATA_DIR: ${options.directory} can't be used: ${message.message}`);
        else if (message.type === 'answers') this.#settle(message.answers);
      });
      this.#worker.on('error', (error) => {
        reason = error instanceof Error ? error : new Error(String(error));
      });
      this.#worker.once('exit', () => {
        // A store that never opened is its opener's to report.
        if (open) this.#lose(reason);
        else reject(reason);
      });
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

  /** Takes no more calls, finishes those taken, then ends the worker. */
  close(): Promise<void> {
    this.#closing ??= this.#drain();
    return this.#closing;
  }
  async #drain(): Promise<void> {
    if (this.#gone) return this.#exited;
    this.#gone = new Error('the store has been closed');
    if (this.#pending.size > 0)
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    this.#post({ type: 'close' });
    await this.#exited;
  }

  #round(): void {
    if (this.#underWay || this.#next.length === 0) return;
    const calls = this.#next.splice(0, MAX_ROUND);
    this.#underWay = true;
    try {
      this.#post({ type: 'calls', calls });
    } catch (error) {
      // Input that can't be cloned is a fault of ours, not the store's. `post` takes all of a message or nothing.
      const refused = { code: 'internal', message: error instanceof Error ? error.message : String(error) } as const;
      this.#settle(calls.map(({ id }) => ({ id, ...refused })));
    }
  }
  #settle(answers: Answer[]): void {
    this.#underWay = false;
    for (const answer of answers) {
      const waiting = this.#pending.get(answer.id);
      this.#pending.delete(answer.id);
      if ('code' in answer) {
        const error = new DomainError(answer.code, answer.message, { fields: answer.fields });
        waiting?.reject(error.retryable ? new DomainError(answer.code, answer.message, { retryAfter: 1 }) : error);
      } else waiting?.resolve(answer.value);
    }
    this.#round();
    if (this.#pending.size === 0) this.#idle?.();
  }
  #lose(error: Error): void {
    // An end that `close` has asked for, with nothing left to answer.
    if (this.#closing && this.#pending.size === 0) return;
    this.#gone = error;
    for (const waiting of this.#pending.values())
      waiting.reject(new DomainError('storage_unavailable', 'The store is gone.', { cause: error }));
    this.#pending.clear();
    this.#next = [];
    this.#idle?.();
    this.#onFatal?.(error);
  }
  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}
