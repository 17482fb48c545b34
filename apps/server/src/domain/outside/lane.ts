import type { JobRecord } from '../../ports/storage.ts';

/** Works off what is due, so many at a time; whoever is done makes room for the next, and a slow one holds nobody else up. */
export class Lane {
  readonly #atOnce: number;
  readonly #claim: (limit: number) => Promise<JobRecord[]>;
  readonly #attempt: (job: JobRecord) => Promise<void>;
  readonly #onError: (error: unknown) => void;
  readonly #onTheirWay = new Set<Promise<void>>();
  /** There may be more than what has been claimed. */
  #mayHaveMore = false;
  #looking: Promise<void> | null = null;
  #isStopped = false;

  constructor(parts: {
    atOnce: number;
    claim: (limit: number) => Promise<JobRecord[]>;
    attempt: (job: JobRecord) => Promise<void>;
    onError: (error: unknown) => void;
  }) {
    this.#atOnce = parts.atOnce;
    this.#claim = parts.claim;
    this.#attempt = parts.attempt;
    this.#onError = parts.onError;
  }

  /** Something may be due. Rejects when the store can't say. */
  look(): Promise<void> {
    this.#mayHaveMore = true;
    this.#looking ??= this.#takeUp();
    return this.#looking;
  }
  /** Resolves when nothing is on its way any more. */
  async idle(): Promise<void> {
    while (this.#looking !== null || this.#onTheirWay.size > 0) await Promise.allSettled([this.#looking, ...this.#onTheirWay]);
  }
  /** Takes up nothing more. */
  stop(): void {
    this.#isStopped = true;
  }

  async #takeUp(): Promise<void> {
    // So that this is never over before `look` has noted it.
    await Promise.resolve();
    try {
      while (this.#mayHaveMore && !this.#isStopped) {
        const free = this.#atOnce - this.#onTheirWay.size;
        // The next one that is done looks again.
        if (free === 0) return;
        this.#mayHaveMore = false;
        const jobs = await this.#claim(free);
        for (const job of jobs) this.#send(job);
        if (jobs.length === free) this.#mayHaveMore = true;
      }
    } finally {
      this.#looking = null;
    }
  }
  #send(job: JobRecord): void {
    const attempt = this.#attempt(job)
      .catch(this.#onError)
      .then(() => {
        this.#onTheirWay.delete(attempt);
        return this.#mayHaveMore ? this.look() : undefined;
      })
      .catch(this.#onError);
    this.#onTheirWay.add(attempt);
  }
}
