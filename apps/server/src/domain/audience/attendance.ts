import type { Clock } from '../../ports/clock.ts';
import type { Attendance as Told, ViewerStore } from '../../ports/storage.ts';

const MINUTE = 60_000;
/** Viewers told of in one write. */
const BATCH = 500;
/** Viewers' minutes that may wait to be told while the store is away; what is older is given up, it is a figure. */
const MAX_WAITING = 200_000;

/** Who of this node's viewers was there in which minute, and for how long; kept in memory and told by `flush`, in batches. */
export class Attendance {
  readonly #viewers: Pick<ViewerStore, 'attended'>;
  readonly #clock: Clock;
  readonly #isOnAir: (streamId: string) => boolean;
  /** Who is there, and until when (by the monotonic clock) its time has been counted. */
  readonly #present = new Map<string, Map<string, number>>();
  /** Milliseconds by show, and there by viewer and minute. */
  readonly #waiting = new Map<string, Map<string, number>>();
  #waitingCount = 0;
  #flushing: Promise<void> | null = null;

  constructor(parts: { viewers: Pick<ViewerStore, 'attended'>; clock: Clock; isOnAir: (streamId: string) => boolean }) {
    this.#viewers = parts.viewers;
    this.#clock = parts.clock;
    this.#isOnAir = parts.isOnAir;
  }

  /** Watches the show from now on; told again, it has done so since the first time. */
  arrived(streamId: string, viewerId: string): void {
    const present = this.#present.get(streamId) ?? new Map<string, number>();
    this.#present.set(streamId, present);
    if (!present.has(viewerId)) present.set(viewerId, this.#clock.monotonic());
  }
  left(streamId: string, viewerId: string): void {
    const present = this.#present.get(streamId);
    const since = present?.get(viewerId);
    if (!present || since === undefined) return;
    this.#count(streamId, viewerId, since);
    present.delete(viewerId);
    if (present.size === 0) this.#present.delete(streamId);
  }
  /** The show is over: nobody watches it any longer, whoever stays. */
  ended(streamId: string): void {
    for (const viewerId of this.#present.get(streamId)?.keys() ?? []) this.left(streamId, viewerId);
  }

  /** Stores what has come together; to be run every minute, and at the end. What can't be stored now is told the next time. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = null;
    });
    return this.#flushing;
  }
  async #flush(): Promise<void> {
    for (const [streamId, present] of this.#present) {
      // Its end was told before this viewer came.
      if (!this.#isOnAir(streamId)) this.ended(streamId);
      const now = this.#clock.monotonic();
      for (const [viewerId, since] of present) {
        this.#count(streamId, viewerId, since);
        present.set(viewerId, now);
      }
    }
    for (const [streamId, waiting] of [...this.#waiting]) {
      this.#waiting.delete(streamId);
      this.#waitingCount -= waiting.size;
      await this.#tell(streamId, [...waiting]);
    }
  }
  async #tell(streamId: string, waiting: [string, number][]): Promise<void> {
    for (let from = 0; from < waiting.length; from += BATCH) {
      const batch = waiting.slice(from, from + BATCH);
      try {
        await this.#viewers.attended(streamId, batch.map(attendanceOf), this.#clock.now());
      } catch (error) {
        for (const [key, milliseconds] of waiting.slice(from)) this.#add(streamId, key, milliseconds);
        throw error;
      }
    }
  }

  /** Adds the time since then, to the minutes that it fell into. */
  #count(streamId: string, viewerId: string, since: number): void {
    // A clock that is set moves no time into another show: how long it was comes from the monotonic one.
    const end = this.#clock.now();
    let at = end - Math.max(0, this.#clock.monotonic() - since);
    do {
      const minute = Math.floor(at / MINUTE);
      const until = Math.min(end, (minute + 1) * MINUTE);
      this.#add(streamId, `${viewerId} ${minute}`, until - at);
      at = until;
    } while (at < end);
  }
  #add(streamId: string, key: string, milliseconds: number): void {
    const waiting = this.#waiting.get(streamId) ?? new Map<string, number>();
    this.#waiting.set(streamId, waiting);
    const known = waiting.get(key);
    if (known === undefined && this.#waitingCount >= MAX_WAITING) return;
    if (known === undefined) this.#waitingCount += 1;
    waiting.set(key, (known ?? 0) + milliseconds);
  }
}

function attendanceOf([key, milliseconds]: [string, number]): Told {
  const [viewerId = '', minute = '0'] = key.split(' ');
  return { viewerId, minute: Number(minute), seconds: Math.round(milliseconds / 1000) };
}
