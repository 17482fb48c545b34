import type { VideoHealth } from '@vitrine/protocol';
import { HEALTH_LIMITS } from './limits.ts';
import type { MediaLoad } from './load.ts';
import { type LoadReading, LoadWatch } from './load-watch.ts';
import { MediaTally } from './media-tally.ts';
import type { ProcessFigures } from './process-figures.ts';
import { type MeasuredShow, ShowHealth } from './show-health.ts';

/** What is watched over: the media engine. */
export interface MeasuredEngine {
  shows: Iterable<MeasuredShow & { id: string }>;
  /** Viewers sent away so far. */
  refused: number;
  /** ms; how late packets have been handled since the last call, where it is least. */
  takeLateness(): number;
}
export interface MediaHealthParts {
  engine: MeasuredEngine;
  load: MediaLoad;
  /** What the process has had to do since the last call. */
  meter: { take(): Omit<LoadReading, 'lateness'> };
  onHealth(streamId: string, health: VideoHealth): void;
  onFigures(figures: ProcessFigures): void;
}

/** Watches over the media process: sets its load, and tells every few seconds how each show is and how the process itself is. */
export class MediaHealth {
  readonly #parts: MediaHealthParts;
  readonly #watch = new LoadWatch();
  readonly #tally = new MediaTally();
  readonly #shows = new Map<string, ShowHealth>();
  #reading: LoadReading = { busy: 0, cpu: 0, loopDelay: 0, lateness: 0 };
  #readAt = Number.NEGATIVE_INFINITY;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(parts: MediaHealthParts) {
    this.#parts = parts;
  }

  /** Does what has come due; to be called often. */
  tick(now: number): void {
    const { engine, load, meter } = this.#parts;
    if (now - this.#readAt >= HEALTH_LIMITS.loadInterval) {
      this.#readAt = now;
      this.#reading = { ...meter.take(), lateness: engine.takeLateness() };
      load.level = this.#watch.take(this.#reading);
    }
    if (now - this.#toldAt >= HEALTH_LIMITS.interval) {
      this.#toldAt = now;
      this.#tell(now);
    }
  }

  #tell(now: number): void {
    const { engine, load, onHealth, onFigures } = this.#parts;
    onFigures({ ...this.#tally.sum(engine.shows, now), refused: engine.refused, load: load.level, ...this.#reading });
    const gone = new Set(this.#shows.keys());
    for (const show of engine.shows) {
      gone.delete(show.id);
      const health = this.#shows.get(show.id) ?? new ShowHealth();
      this.#shows.set(show.id, health);
      onHealth(show.id, health.read(show, now));
    }
    for (const id of gone) {
      // A last time: nobody is there any more.
      onHealth(id, new ShowHealth().read({ seats: [] }, now));
      this.#shows.delete(id);
    }
  }
}
