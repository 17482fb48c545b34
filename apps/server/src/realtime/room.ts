import { setTimeout as wait } from 'node:timers/promises';
import { CLOSE, LIMITS, type TimelineEntry } from '@vitrine/protocol';
import type { Logger } from 'pino';
import type { Services, TimelineBatch } from '../domain/services.ts';
import type { Clock } from '../ports/clock.ts';
import { Coalescer, type StreamFigures } from './coalescer.ts';
import type { Connection } from './connection.ts';
import { entryEvent } from './entry-event.ts';
import { EntryLog } from './entry-log.ts';
import { frameEvent } from './frame.ts';
import type { JoinedRoom } from './joined-room.ts';
import type { RealtimeLimits } from './limits.ts';
import { type FramedHistory, RoomReadings, type Snapshot } from './room-readings.ts';
import type { Tally } from './tally.ts';
import { inTurns } from './turns.ts';

export interface RoomContext {
  services: Services;
  logger: Logger;
  clock: Clock;
  limits: RealtimeLimits;
  tally: Tally;
}
/** The sockets of one livestream on this node. It follows the timeline once, frames each entry once and writes to all in flushes. */
export class Room implements JoinedRoom<Connection> {
  readonly streamId: string;
  readonly epoch: string;
  /** Whose show it is. */
  readonly createdBy: string;
  readonly log: EntryLog;
  readonly members = new Set<Connection>();
  readonly figures: Coalescer;
  /** Who is in it or about to be. */
  users = 0;
  readonly #context: RoomContext;
  readonly #readings: RoomReadings;
  readonly #release: () => void;
  #incoming: TimelineEntry[] = [];
  #isEncoding = false;
  /** Everything up to here has been offered to every member. */
  #flushed: number;
  #update: Buffer | null = null;
  #isFlushing = false;
  #flushTimer: NodeJS.Timeout | null = null;
  /** Since when something waits to be flushed. */
  #waitingSince: number | null = null;
  #isClosed = false;
  #loading: Promise<void> = Promise.resolve();

  private constructor(
    streamId: string,
    followed: { epoch: string; createdBy: string; from: number; release: () => void },
    figures: StreamFigures,
    context: RoomContext,
  ) {
    this.streamId = streamId;
    this.epoch = followed.epoch;
    this.createdBy = followed.createdBy;
    this.log = new EntryLog(followed.from);
    this.#flushed = followed.from;
    this.#release = followed.release;
    this.#context = context;
    this.figures = new Coalescer(figures, context.clock, (latest) => {
      this.#update = frameEvent({ type: 'stream_update', data: { streamId, ...latest } });
      this.#scheduleFlush();
    });
    this.#readings = new RoomReadings(context.services, this);
  }

  /** @throws DomainError `not_found` for an unknown stream. */
  static async open(streamId: string, context: RoomContext): Promise<Room> {
    const { livestreams, likes, audience, timelines } = context.services;
    const [state, likeCount] = await Promise.all([livestreams.state(streamId), likes.count(streamId)]);
    // The first batches may come before `follow` has told where they start.
    const early: TimelineBatch[] = [];
    const target: { room: Room | null } = { room: null };
    const followed = await timelines.follow(streamId, (batch) => (target.room ? target.room.#accept(batch) : early.push(batch)));
    const uncount = audience.follow(streamId);
    const viewerCount = audience.count(streamId);
    const release = (): void => {
      uncount();
      followed.release();
    };
    const room = new Room(
      streamId,
      { ...followed, createdBy: state.createdBy, release },
      {
        status: state.status,
        startTime: state.startTime,
        peakViewers: Math.max(state.peakViewers, viewerCount),
        viewerCount,
        likes: likeCount,
      },
      context,
    );
    target.room = room;
    for (const batch of early) room.#accept(batch);
    return room;
  }

  get tail(): number {
    return this.log.tail;
  }
  get isClosed(): boolean {
    return this.#isClosed;
  }
  close(): void {
    this.#isClosed = true;
    this.figures.stop();
    if (this.#flushTimer) clearTimeout(this.#flushTimer);
    this.#release();
  }

  /** The current state and pins. */
  snapshot(): Promise<Snapshot> {
    return this.#readings.snapshot();
  }
  /** The framed history for who can't resume, and up to where it goes. */
  history(): Promise<FramedHistory> {
    return this.#readings.history();
  }

  /** Makes the log reach back to the entry after this offset. */
  async load(after: number): Promise<void> {
    // One at a time: a thousand who come back at once are served by the first one's reading.
    const loading = this.#loading.then(() => this.#load(after));
    this.#loading = loading.catch(() => undefined);
    await loading;
  }
  async #load(after: number): Promise<void> {
    while (!this.#isClosed && after < this.log.first - 1) {
      const last = this.log.first - 1;
      const frames: Buffer[] = [];
      while (after + frames.length < last) {
        const from = after + frames.length;
        const entries = await this.#context.services.timelines.read(this.streamId, from, last - from);
        if (entries.length === 0) throw new Error(`timeline ${this.streamId} has nothing after ${from}, and ends at ${last}`);
        for (const entry of entries) if (entry.offset <= last) frames.push(await this.#frame(entry));
      }
      this.log.prepend(frames, last);
    }
  }

  #accept(batch: TimelineBatch): void {
    this.#incoming.push(...batch.entries);
    if (!this.#isEncoding) void this.#encode();
  }
  /** In offset order; it runs to its end at once unless an entry needs reading. */
  async #encode(): Promise<void> {
    this.#isEncoding = true;
    try {
      while (this.#incoming.length > 0 && !this.#isClosed) {
        const entries = this.#incoming;
        this.#incoming = [];
        for (const entry of entries) await this.#append(entry);
      }
    } catch (error) {
      // Rather all come back and resume than one misses an entry.
      this.#context.logger.error({ err: error, streamId: this.streamId }, 'an entry could not be told to its room');
      this.close();
      for (const member of this.members) member.close(CLOSE.internal, 'try again');
    } finally {
      this.#isEncoding = false;
    }
  }
  async #append(entry: TimelineEntry): Promise<void> {
    if (entry.offset <= this.tail) return;
    if (entry.offset !== this.tail + 1) throw new Error(`timeline ${this.streamId} jumped from ${this.tail} to ${entry.offset}`);
    this.log.append(await this.#frame(entry));
    if (entry.type === 'message_deleted') await this.#forget(entry.data.offset);
    if (entry.type.startsWith('stream_')) this.#refresh();
    this.#scheduleFlush();
  }
  #frame(entry: TimelineEntry): Buffer | Promise<Buffer> {
    const event = entryEvent(entry, this.#context.services);
    return event instanceof Promise ? this.#frameLater(entry, event) : frameEvent(event);
  }
  async #frameLater(entry: TimelineEntry, first: ReturnType<typeof entryEvent>): Promise<Buffer> {
    for (let attempt = 1, event = first; ; attempt += 1) {
      try {
        return frameEvent(await event);
      } catch (error) {
        if (attempt >= this.#context.limits.encodeAttempts || this.#isClosed) throw error;
        await wait(this.#context.limits.encodeRetryDelay * attempt);
        event = entryEvent(entry, this.#context.services);
      }
    }
  }
  /** A deleted message's text is in no frame that is sent from now on. */
  async #forget(offset: number): Promise<void> {
    this.#readings.forgetHistory();
    const { timelines } = this.#context.services;
    const from = Math.max(offset, this.log.first);
    // Whatever quotes it has come after it.
    for (const entry of await timelines.read(this.streamId, from - 1, this.tail - from + 1))
      if (entry.offset === offset || (entry.type === 'message_pinned' && entry.data.offset === offset))
        this.log.replace(entry.offset, await this.#frame(entry));
  }
  #refresh(): void {
    this.#readings.forgetSnapshot();
    this.snapshot().catch((error) =>
      this.#context.logger.warn({ err: error, streamId: this.streamId }, 'the state of a show could not be read'),
    );
  }

  /** The first frame waits for those that follow within the interval: writing to a thousand sockets costs the same for one as for three. */
  #scheduleFlush(): void {
    const now = this.#context.clock.monotonic();
    this.#waitingSince ??= now;
    if (this.#flushTimer || this.#isFlushing || this.#isClosed) return;
    const due = this.#waitingSince + LIMITS.flushInterval - now;
    this.#flushTimer = setTimeout(() => void this.#flush(), Math.max(0, due));
  }
  async #flush(): Promise<void> {
    this.#flushTimer = null;
    this.#waitingSince = null;
    this.#isFlushing = true;
    const to = this.tail;
    // More than the log holds: who is further back than its first frame can't be served from here, and is closed below.
    const from = Math.max(this.#flushed, this.log.first - 1);
    const update = this.#update;
    this.#update = null;
    const entries = Buffer.concat(this.log.after(from) ?? []);
    const all = update ? Buffer.concat([entries, update]) : entries;
    this.#flushed = to;
    await inTurns(this.members, this.#context.limits.socketsPerTurn, (member) => this.#deliver(member, { from, to, entries, update, all }));
    this.#isFlushing = false;
    if (this.#flushed < this.tail || this.#update) this.#scheduleFlush();
  }
  #deliver(member: Connection, flush: { from: number; to: number; entries: Buffer; update: Buffer | null; all: Buffer }): void {
    if (!member.isOpen) return;
    const { tally } = this.#context;
    const { slowReaderBytes, closeReaderBytes } = this.#context.limits;
    const unread = member.unreadBytes;
    if (unread > closeReaderBytes) {
      this.#context.logger.info({ streamId: this.streamId, unread }, 'a reader is too slow');
      member.close(CLOSE.slowReader, 'too slow');
      tally.slowReadersClosed += 1;
      return;
    }
    const isSlow = unread > slowReaderBytes;
    if (isSlow && flush.update) tally.updatesDropped += 1;
    if (flush.to > member.offset) tally.delivered += flush.to - member.offset;
    if (member.offset === flush.from) {
      const frames = isSlow ? flush.entries : flush.all;
      if (frames.length > 0) member.write(frames);
      member.offset = flush.to;
      return;
    }
    // It was handed over while this flush was due or under way, and has seen some of it already.
    if (member.offset < flush.to) {
      const missed = this.log.after(member.offset);
      if (!missed) {
        member.close(CLOSE.tryAgain, 'resume');
        return;
      }
      member.write(Buffer.concat(missed.slice(0, flush.to - member.offset)));
      member.offset = flush.to;
    }
    if (flush.update && !isSlow) member.write(flush.update);
  }
}
