import type { Load } from './load.ts';

/** What the media process has had to do since the last reading. */
export interface LoadReading {
  /** Of the time, how much the event loop was busy: 0 to 1. */
  busy: number;
  /** Of all cores, how much the process used: 0 to 1. The native library's threads are in it. */
  cpu: number;
  /** By how much timers were late, in ms: the 95th percentile. */
  loopDelay: number;
  /** How late packets were handled, in ms, where it is least: what all streams have in common is ours, not the sender's network. */
  lateness: number;
}
interface Threshold {
  busy: number;
  cpu: number;
  loopDelay: number;
  lateness: number;
}

/** Past these no more viewers are let in: the picture is still good for all. */
const HIGH: Threshold = { busy: 0.8, cpu: 0.9, loopDelay: 50, lateness: 120 };
/** Past these it is not. */
const OVERLOADED: Threshold = { busy: 0.96, cpu: 0.98, loopDelay: 150, lateness: 400 };
/** Below these there is room again: far enough below that the one who then comes does not turn it back at once. */
const ROOM: Threshold = { busy: 0.65, cpu: 0.8, loopDelay: 30, lateness: 60 };
const BACK_TO_HIGH: Threshold = { busy: 0.88, cpu: 0.94, loopDelay: 80, lateness: 150 };
/** With an idle event loop it is the sender's network that makes packets late. */
const BUSY_ENOUGH = 0.6;
/** Readings in a row that it takes: one alone may be a pause for collecting garbage. */
const UP_AFTER = 2;
const DOWN_AFTER = 5;

const isPast = (reading: LoadReading, threshold: Threshold): boolean =>
  reading.busy >= threshold.busy ||
  reading.cpu >= threshold.cpu ||
  reading.loopDelay >= threshold.loopDelay ||
  (reading.lateness >= threshold.lateness && reading.busy >= BUSY_ENOUGH);

const UP: Record<Load, Threshold | null> = { normal: HIGH, high: OVERLOADED, overloaded: null };
const DOWN: Record<Load, Threshold | null> = { normal: null, high: ROOM, overloaded: BACK_TO_HIGH };
const NEXT_UP: Record<Load, Load> = { normal: 'high', high: 'overloaded', overloaded: 'overloaded' };
const NEXT_DOWN: Record<Load, Load> = { normal: 'normal', high: 'normal', overloaded: 'high' };

/** Makes of readings, one a second, the load: up within two seconds, down after five that were clearly better. */
export class LoadWatch {
  #level: Load = 'normal';
  #above = 0;
  #below = 0;

  take(reading: LoadReading): Load {
    const up = UP[this.#level];
    const down = DOWN[this.#level];
    this.#above = up && isPast(reading, up) ? this.#above + 1 : 0;
    this.#below = down && !isPast(reading, down) ? this.#below + 1 : 0;
    if (this.#above >= UP_AFTER) this.#turn(NEXT_UP[this.#level]);
    else if (this.#below >= DOWN_AFTER) this.#turn(NEXT_DOWN[this.#level]);
    return this.#level;
  }

  #turn(level: Load): void {
    this.#level = level;
    this.#above = 0;
    this.#below = 0;
  }
}
