import { SHOP_TIMELINE, type TimelineEntry, type TimelinePage } from '@vitrine/protocol';
import type { Backplane } from '../../ports/backplane.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import { isStaff } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { Listeners } from '../listeners.ts';
import { RecentlyUsed } from '../recently-used.ts';
import type { LobbyEvent, TimelineBatch, Timelines } from '../services.ts';
import { type Fact, StreamTimeline } from './stream-timeline.ts';

/** Timelines that nobody follows are kept this far, for the next writer. */
const IDLE_TIMELINES = 200;
const EPOCHS = 1_000;

/** Every stream's timeline on this node. */
export class TimelineService implements Timelines {
  readonly #storage: Storage;
  readonly #backplane: Backplane;
  readonly #clock: Clock;
  readonly #streams = new Map<string, StreamTimeline>();
  readonly #epochs = new RecentlyUsed<string, string>(EPOCHS);
  readonly #lobby = new Listeners<[LobbyEvent]>();
  readonly #stopHints: () => void;

  constructor(storage: Storage, backplane: Backplane, clock: Clock) {
    this.#storage = storage;
    this.#backplane = backplane;
    this.#clock = clock;
    this.#stopHints = backplane.onHint(({ streamId, offset }) => {
      const stream = this.#streams.get(streamId);
      if (stream?.followed && offset > stream.last) stream.catchUp().catch(() => {});
    });
  }

  append(streamId: string, fact: Fact): Promise<TimelineEntry> {
    return this.#stream(streamId).append(fact);
  }

  async follow(streamId: string, listener: (batch: TimelineBatch) => void) {
    const epoch = await this.epoch(streamId);
    const { from, release } = await this.#stream(streamId).follow(listener);
    return { epoch, from, release };
  }

  read(streamId: string, after: number, limit: number): Promise<TimelineEntry[]> {
    return this.#stream(streamId).read(after, limit);
  }

  /** Empties a message, or a question, in this node's memory; the store's copy has been emptied before. */
  redact(streamId: string, offset: number): void {
    this.#streams.get(streamId)?.redact(offset);
  }
  /** The stream is no more. Who still follows it will find that out. */
  forget(streamId: string): void {
    this.#epochs.delete(streamId);
    if (this.#streams.get(streamId)?.idle) this.#streams.delete(streamId);
  }
  /** Whether one of the newest entries of this stream, those since this instant, is such a one; as far as this node remembers. */
  hasRecent(streamId: string, since: number, fits: (entry: TimelineEntry) => boolean): boolean {
    return this.#streams.get(streamId)?.hasRecent(since, fits) ?? false;
  }

  async page(actor: Actor | null, streamId: string, after: number, limit: number): Promise<TimelinePage> {
    if (!isStaff(actor)) throw new DomainError(actor ? 'forbidden' : 'unauthenticated', 'The timeline is for the staff of the shop.');
    const epoch = await this.epoch(streamId);
    const [items, tail] = await Promise.all([this.#storage.timeline.after(streamId, after, limit), this.#storage.timeline.tail(streamId)]);
    return { items, epoch, lastOffset: tail.offset };
  }

  /** @throws DomainError `not_found`. */
  async epoch(streamId: string): Promise<string> {
    const known = this.#epochs.get(streamId);
    if (known) return known;
    // Nobody outside reads it, so nobody resumes on it.
    if (streamId === SHOP_TIMELINE) return SHOP_TIMELINE;
    const livestream = await this.#storage.livestreams.byId(streamId);
    if (!livestream) throw new DomainError('not_found', 'There is no such show.');
    this.#epochs.set(streamId, livestream.epoch);
    return livestream.epoch;
  }

  onLobby(listener: (event: LobbyEvent) => void): () => void {
    return this.#lobby.add(listener);
  }
  announce(event: LobbyEvent): void {
    this.#lobby.tell(event);
  }

  /** The periodic look: heals what a lost hint left unread. */
  async look(): Promise<void> {
    await Promise.allSettled([...this.#streams.values()].filter((stream) => stream.followed).map((stream) => stream.catchUp()));
  }

  [Symbol.dispose](): void {
    this.#stopHints();
  }

  #stream(streamId: string): StreamTimeline {
    let stream = this.#streams.get(streamId);
    if (!stream) {
      stream = new StreamTimeline(streamId, this.#storage.timeline, this.#clock, (id, offset) =>
        this.#backplane.publish({ streamId: id, offset }),
      );
      if (this.#streams.size >= IDLE_TIMELINES) this.#forgetIdle();
      this.#streams.set(streamId, stream);
    }
    return stream;
  }
  #forgetIdle(): void {
    for (const [streamId, stream] of this.#streams) if (stream.idle) this.#streams.delete(streamId);
  }
}
