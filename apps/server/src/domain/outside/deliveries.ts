import type { Clock } from '../../ports/clock.ts';
import type { JobKind, JobRecord, JobStore } from '../../ports/storage.ts';
import { newId } from '../ids.ts';
import { Lane } from './lane.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** After so many tries that came to nothing it is given up. */
export const MAX_TRIES = 8;
const FIRST_WAIT = MINUTE;
const LONGEST_WAIT = 12 * HOUR;
/** Waits are longer by up to this share, so that what failed together is not tried together. */
const JITTER = 0.25;
/** A worker that took a job and died with it: another may take it after this. Longer than any single try. */
const CLAIM_TIME = 2 * MINUTE;
/** How many of a kind are on their way at once from this node. A kind has its own places: a dead webhook does not hold mails up. */
const AT_ONCE: Record<JobKind, number> = { mail: 4, webhook: 8, push: 16 };
const RESULT_LENGTH = 300;
/** Their text is for one reader, and may hold a link that opens an account: it goes once it is sent or given up. */
const FORGOTTEN: ReadonlySet<JobKind> = new Set<JobKind>(['mail']);
/** How long the log keeps what is done or given up. */
const KEPT_FOR = 7 * DAY;

/** What came of one try. */
export interface Tried {
  outcome: 'delivered' | 'failed' | 'refused';
  /** In plain words. */
  result: string;
  /** Milliseconds that the other side asked us to wait. */
  retryAfter?: number;
}
/** Tries a job once. What it throws counts as failed. `refused` is final: another try would not help. */
export type Deliver = (job: JobRecord, signal: AbortSignal) => Promise<Tried>;

export interface NewDelivery {
  kind: JobKind;
  /** The same key is delivered once. */
  key: string;
  payload: unknown;
  /** Whom it is for: its log is kept under this. */
  target: string;
  /** Milliseconds before the first try. */
  delay?: number;
}

/**
 * Everything that leaves the house: mails, webhooks, pushes. What has been added is durable and is tried until it is taken or given up,
 * over restarts and on whichever node comes first. At least once: a node that dies between the answer and its note tries again, so what is
 * sent carries an id that stays the same.
 */
export class Deliveries implements AsyncDisposable {
  readonly #jobs: JobStore;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #onError: (error: unknown) => void;
  readonly #onTried: (kind: JobKind, outcome: Tried['outcome']) => void;
  readonly #lanes = new Map<JobKind, Lane>();
  readonly #stopping = new AbortController();

  constructor(parts: {
    jobs: JobStore;
    clock: Clock;
    onError: (error: unknown) => void;
    /** For the figures. */
    onTried?: (kind: JobKind, outcome: Tried['outcome']) => void;
    random?: () => number;
  }) {
    this.#jobs = parts.jobs;
    this.#clock = parts.clock;
    this.#onError = parts.onError;
    this.#onTried = parts.onTried ?? (() => {});
    this.#random = parts.random ?? Math.random;
  }

  /** Who delivers this kind. Jobs of a kind that nobody delivers wait. */
  handle(kind: JobKind, deliver: Deliver): void {
    const lane = new Lane({
      atOnce: AT_ONCE[kind],
      claim: (limit) => {
        const now = this.#clock.now();
        return this.#jobs.claim([kind], now, now + CLAIM_TIME, limit);
      },
      attempt: (job) => this.#try(job, deliver),
      onError: this.#onError,
    });
    this.#lanes.set(kind, lane);
  }

  /** Durable when it resolves; the first try follows at once. False when its key is there already. */
  async add({ kind, key, payload, target, delay = 0 }: NewDelivery): Promise<boolean> {
    const now = this.#clock.now();
    const added = await this.#jobs.add({
      _id: newId(this.#clock),
      kind,
      key,
      payload: JSON.stringify(payload),
      target,
      state: 'due',
      attempts: 0,
      dueAt: now + delay,
      lastResult: null,
      createdAt: now,
      updatedAt: now,
    });
    if (added && delay === 0) this.#kick(kind);
    return added;
  }

  /** Once more, now, whatever became of it. */
  async redeliver(job: JobRecord): Promise<void> {
    const now = this.#clock.now();
    await this.#jobs.finish(job._id, { state: 'due', dueAt: now, result: 'is to be delivered once more', at: now });
    this.#kick(job.kind);
  }

  /** Tries everything that is due; resolves when nothing is on its way any more. To be called periodically, on every node. */
  async run(): Promise<void> {
    const lanes = [...this.#lanes.values()];
    await Promise.all(lanes.map((lane) => lane.look()));
    await Promise.all(lanes.map((lane) => lane.idle()));
  }
  /** Forgets what was done or given up a while ago. */
  sweep(): Promise<number> {
    return this.#jobs.deleteOld(this.#clock.now() - KEPT_FOR);
  }
  /** Takes up nothing more and breaks off what is on its way: it is tried again by the next server. */
  async [Symbol.asyncDispose](): Promise<void> {
    const lanes = [...this.#lanes.values()];
    for (const lane of lanes) lane.stop();
    this.#stopping.abort();
    await Promise.all(lanes.map((lane) => lane.idle()));
  }

  #kick(kind: JobKind): void {
    void this.#lanes.get(kind)?.look().catch(this.#onError);
  }
  async #try(job: JobRecord, deliver: Deliver): Promise<void> {
    const { signal } = this.#stopping;
    let tried: Tried;
    try {
      tried = await deliver(job, signal);
    } catch (error) {
      tried = { outcome: 'failed', result: error instanceof Error ? error.message : 'could not be sent' };
    }
    const now = this.#clock.now();
    const wasBrokenOff = signal.aborted && tried.outcome === 'failed';
    const isOver = tried.outcome === 'refused' || (tried.outcome === 'failed' && job.attempts >= MAX_TRIES && !wasBrokenOff);
    const wait = wasBrokenOff ? 0 : Math.max(this.#wait(job.attempts), Math.min(tried.retryAfter ?? 0, LONGEST_WAIT));
    this.#onTried(job.kind, tried.outcome);
    const state = tried.outcome === 'delivered' ? 'done' : isOver ? 'failed' : 'due';
    await this.#jobs.finish(job._id, {
      state,
      dueAt: now + wait,
      result: tried.result.slice(0, RESULT_LENGTH),
      at: now,
      ...(state !== 'due' && FORGOTTEN.has(job.kind) ? { payload: '' } : {}),
    });
  }
  /** Milliseconds before the next try: 1 min, then three times the last, no more than 12 h. */
  #wait(attempts: number): number {
    const base = Math.min(FIRST_WAIT * 3 ** (attempts - 1), LONGEST_WAIT / (1 + JITTER));
    return Math.round(base * (1 + JITTER * this.#random()));
  }
}
