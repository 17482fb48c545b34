import type { Logger } from 'pino';
import { DomainError } from './domain/errors.ts';

const isStorageAway = (error: unknown): boolean => error instanceof DomainError && error.code === 'storage_unavailable';

/** Work that comes round by itself: never twice at once, and a failure is logged and tried again the next time. */
export class PeriodicJobs {
  readonly #logger: Logger;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }
  /** Runs it every `interval` milliseconds; a run that takes longer leaves out the ones meanwhile. */
  every(interval: number, name: string, job: () => Promise<unknown>): void {
    let isRunning = false;
    let isFailing = false;
    const run = async (): Promise<void> => {
      isRunning = true;
      try {
        await job();
        isFailing = false;
      } catch (error) {
        // Once, until it works again; a store that is away has said so itself.
        if (!isFailing && !isStorageAway(error)) this.#logger.warn({ err: error, job: name }, 'a periodic job failed; it runs again');
        isFailing = true;
      } finally {
        isRunning = false;
      }
    };
    const timer = setInterval(() => {
      if (isRunning) return;
      const done = run().finally(() => this.#running.delete(done));
      this.#running.add(done);
    }, interval);
    this.#timers.push(timer.unref());
  }
  /** Starts no more, and waits for what is running. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#running);
  }
}
