import { LIMITS, type TimelineEntry, type TimelineType } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { TimelineStore } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';
import { Listeners } from '../listeners.ts';
import type { TimelineBatch } from '../services.ts';

/** One fact for a stream's timeline. The key makes it happen once, however often it is sent. */
export interface Fact {
  key: string;
  type: TimelineType;
  actorId?: string;
  data: TimelineEntry['data'];
  /** Refused with `ended` when it would come after `stream_stopped`. */
  onlyBeforeTheEnd?: boolean;
}
interface Waiting {
  fact: Fact;
  resolve: (entry: TimelineEntry) => void;
  reject: (error: unknown) => void;
}

/** Entries of one insert. */
const MAX_BATCH = 500;
/** Entries of one read of the tail. */
const READ_SIZE = 500;
/** Facts that may wait for the disk, per stream. */
const MAX_WAITING = 10_000;

/**
 * One stream's timeline on this node: its only writer here, and what tells its followers. One insert is in flight at a time; what arrives
 * meanwhile is the next one (group commit, no timer). Nobody holds an offset that is not written, so no crash leaves a hole.
 */
export class StreamTimeline {
  readonly streamId: string;
  readonly #store: TimelineStore;
  readonly #clock: Clock;
  readonly #written: (streamId: string, offset: number) => void;
  readonly #followers = new Listeners<[TimelineBatch]>();
  /** The newest entries, without a gap, ending at `#last`. */
  #recent: TimelineEntry[] = [];
  #last = 0;
  #ended = false;
  #loading: Promise<void> | null = null;
  #loaded = false;
  /** Followers on their way: a timeline that is forgotten under them would never tell them anything. */
  #arriving = 0;
  #queue: Waiting[] = [];
  #writing = false;

  constructor(streamId: string, store: TimelineStore, clock: Clock, written: (streamId: string, offset: number) => void) {
    this.streamId = streamId;
    this.#store = store;
    this.#clock = clock;
    this.#written = written;
  }

  /** Nobody follows it and nothing waits: it may be forgotten. */
  get idle(): boolean {
    return this.#followers.size === 0 && this.#arriving === 0 && this.#queue.length === 0 && !this.#writing && !this.#loading;
  }
  get followed(): boolean {
    return this.#followers.size > 0;
  }
  get last(): number {
    return this.#last;
  }

  /** Durable when it resolves, with the entry that the key names: this one, or the one written before. */
  append(fact: Fact): Promise<TimelineEntry> {
    if (this.#queue.length >= MAX_WAITING)
      return Promise.reject(new DomainError('unavailable', 'Too much waits to be written.', { retryAfter: 1 }));
    return new Promise((resolve, reject) => {
      this.#queue.push({ fact, resolve, reject });
      if (!this.#writing) void this.#write();
    });
  }

  /** From now on the follower hears every entry after the offset that this gives. */
  async follow(follower: (batch: TimelineBatch) => void): Promise<{ from: number; release: () => void }> {
    this.#arriving += 1;
    try {
      // While nobody followed, nobody looked at what other nodes wrote.
      await (this.followed ? this.#load() : this.catchUp());
      const release = this.#followers.add(follower);
      return { from: this.#last, release };
    } finally {
      this.#arriving -= 1;
    }
  }

  async read(after: number, limit: number): Promise<TimelineEntry[]> {
    const first = this.#recent[0]?.offset;
    if (first !== undefined && after + 1 >= first) return this.#recent.slice(after + 1 - first, after + 1 - first + limit);
    return this.#store.after(this.streamId, after, limit);
  }

  /** Empties an entry in this node's memory, as it has been emptied in the store. Other nodes do it when they hear `message_deleted`. */
  redact(offset: number): void {
    const index = offset - (this.#recent[0]?.offset ?? Number.POSITIVE_INFINITY);
    const entry = this.#recent[index];
    if (entry) this.#recent[index] = emptied(entry);
  }
  /** Whether one of the newest entries, those since this instant, is such a one. */
  hasRecent(since: number, fits: (entry: TimelineEntry) => boolean): boolean {
    for (let index = this.#recent.length - 1; index >= 0; index -= 1) {
      const entry = this.#recent[index];
      if (!entry || Date.parse(entry.at) < since) return false;
      if (fits(entry)) return true;
    }
    return false;
  }

  /** Reads what others have written after the last entry known here. */
  async catchUp(): Promise<void> {
    await this.#load();
    for (;;) {
      const entries = await this.#store.after(this.streamId, this.#last, READ_SIZE);
      this.#deliver(entries);
      if (entries.length < READ_SIZE) return;
    }
  }

  #load(): Promise<void> {
    if (this.#loaded) return Promise.resolve();
    this.#loading ??= this.#readTail().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }
  async #readTail(): Promise<void> {
    const { offset } = await this.#store.tail(this.streamId);
    const recent = await this.#store.after(this.streamId, Math.max(0, offset - LIMITS.roomEntries), LIMITS.roomEntries);
    // Started again? Not yet: a show that has ended stays so, whatever came after it (late orders).
    this.#ended = (await this.#store.byKey(this.streamId, 'stopped:1')) !== null;
    this.#recent = recent;
    this.#last = recent.at(-1)?.offset ?? offset;
    this.#loaded = true;
  }

  async #write(): Promise<void> {
    this.#writing = true;
    try {
      while (this.#queue.length > 0) await this.#writeNext(this.#queue.splice(0, MAX_BATCH));
    } finally {
      this.#writing = false;
    }
  }

  async #writeNext(taken: Waiting[]): Promise<void> {
    let batch = taken;
    try {
      await this.#load();
      batch = this.#admit(taken);
      if (batch.length === 0) return;
      const entries = batch.map(({ fact }, index) => this.#entry(fact, this.#last + 1 + index));
      const result = await this.#store.insert(entries);
      const written = entries.slice(0, result.written);
      this.#deliver(written);
      for (const [index, entry] of written.entries()) batch[index]?.resolve(entry);
      const left = batch.slice(result.written);
      if (result.stopped === 'key_taken') await this.#answerRepeated(left.shift());
      else if (result.stopped === 'offset_taken') await this.catchUp();
      this.#queue.unshift(...left);
    } catch (error) {
      await this.#findOut(batch, error);
    }
  }

  /** The state is looked at anew for the position that the fact would get now. */
  #admit(batch: Waiting[]): Waiting[] {
    let ended = this.#ended;
    return batch.filter((waiting) => {
      if (ended && waiting.fact.onlyBeforeTheEnd) {
        void this.#refuseUnlessWritten(waiting);
        return false;
      }
      ended ||= waiting.fact.type === 'stream_stopped';
      return true;
    });
  }
  /** A command sent again after the end is still acknowledged if it was done before. */
  async #refuseUnlessWritten(waiting: Waiting): Promise<void> {
    try {
      const entry = await this.#store.byKey(this.streamId, waiting.fact.key);
      if (entry) waiting.resolve(entry);
      else waiting.reject(new DomainError('ended', 'The show has ended.'));
    } catch (error) {
      waiting.reject(error);
    }
  }

  async #answerRepeated(waiting: Waiting | undefined): Promise<void> {
    if (!waiting) return;
    try {
      const entry = await this.#store.byKey(this.streamId, waiting.fact.key);
      if (entry && entry.offset > this.#last) await this.catchUp();
      if (entry) waiting.resolve(entry);
      else waiting.reject(new DomainError('storage_unavailable', 'The store gave two answers.', { retryAfter: 1 }));
    } catch (error) {
      waiting.reject(error);
    }
  }

  /** A write of unknown outcome: what is there was written, the rest is the sender's to try again, with the same key. */
  async #findOut(batch: Waiting[], error: unknown): Promise<void> {
    for (const waiting of batch) {
      try {
        const entry = await this.#store.byKey(this.streamId, waiting.fact.key);
        if (entry && entry.offset > this.#last) await this.catchUp();
        if (entry) waiting.resolve(entry);
        else waiting.reject(error);
      } catch {
        waiting.reject(error);
      }
    }
  }

  #entry(fact: Fact, offset: number): TimelineEntry {
    const at = new Date(this.#clock.now()).toISOString();
    const actor = fact.actorId === undefined ? {} : { actorId: fact.actorId };
    // Type and data come paired in the fact; the union can't see that.
    return { streamId: this.streamId, offset, key: fact.key, type: fact.type, at, ...actor, data: fact.data } as TimelineEntry;
  }

  /** Tells followers of entries that follow the last one known; those known already are passed over. */
  #deliver(entries: TimelineEntry[]): void {
    const fresh = entries.filter((entry) => entry.offset > this.#last);
    if (fresh.length === 0) return;
    const previous = this.#last;
    if (fresh[0]?.offset !== previous + 1) throw new Error(`a gap in the timeline of ${this.streamId} after ${previous}`);
    this.#last = previous + fresh.length;
    this.#ended ||= fresh.some((entry) => entry.type === 'stream_stopped');
    this.#recent.push(...fresh);
    // Before anyone is told: who reads the entry now finds it empty.
    for (const entry of fresh) if (entry.type === 'message_deleted') this.redact(entry.data.offset);
    // Cut in strides, not entry by entry: shifting a long array on every message is what fan-out can't afford.
    if (this.#recent.length > LIMITS.roomEntries * 2) this.#recent = this.#recent.slice(-LIMITS.roomEntries);
    this.#written(this.streamId, this.#last);
    this.#followers.tell({ streamId: this.streamId, previous, entries: fresh });
  }
}

/** Without name and text; offset, type and key stay. */
function emptied(entry: TimelineEntry): TimelineEntry {
  if (entry.type === 'chat_message') return { ...entry, data: { ...entry.data, username: '', message: '' } };
  if (entry.type === 'question_asked') return { ...entry, data: { ...entry.data, username: '', text: '' } };
  return entry;
}
