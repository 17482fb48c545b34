import { LIMITS, type ServerEventPayload } from '@vitrine/protocol';
import type { Clock } from '../ports/clock.ts';

export type StreamFigures = Omit<ServerEventPayload<'stream_update'>, 'streamId' | 'liked'>;

/** Latest value wins: figures that change a thousand times a second are told at most once per interval, the last ones always. */
export class Coalescer {
  #latest: StreamFigures;
  #timer: NodeJS.Timeout | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;
  readonly #clock: Clock;
  readonly #tell: (figures: StreamFigures) => void;

  constructor(initial: StreamFigures, clock: Clock, tell: (figures: StreamFigures) => void) {
    this.#latest = initial;
    this.#clock = clock;
    this.#tell = tell;
  }
  get latest(): StreamFigures {
    return this.#latest;
  }
  set(change: Partial<StreamFigures>): void {
    const next = { ...this.#latest, ...change };
    const isSame = (Object.keys(change) as (keyof StreamFigures)[]).every((name) => this.#latest[name] === next[name]);
    this.#latest = next;
    if (isSame || this.#timer) return;
    const wait = Math.max(0, this.#toldAt + LIMITS.updateInterval - this.#clock.monotonic());
    this.#timer = setTimeout(() => this.#now(), wait);
  }
  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
  #now(): void {
    this.#timer = null;
    this.#toldAt = this.#clock.monotonic();
    this.#tell(this.#latest);
  }
}
