import { availableParallelism } from 'node:os';
import { type IntervalHistogram, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { LoadReading } from './load-watch.ts';

/** How often the event loop is probed, in ms; it is part of every delay that the histogram has. */
const RESOLUTION = 10;
const PERCENTILE = 95;

/** Reads what this process has had to do. */
export class LoadMeter {
  readonly #delays: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  readonly #cores = availableParallelism();
  #utilization = performance.eventLoopUtilization();
  #cpu = process.cpuUsage();
  #at = performance.now();

  constructor() {
    this.#delays.enable();
  }

  /** Since the last call. */
  take(): Omit<LoadReading, 'lateness'> {
    const utilization = performance.eventLoopUtilization();
    const busy = performance.eventLoopUtilization(utilization, this.#utilization).utilization;
    this.#utilization = utilization;
    const { user, system } = process.cpuUsage(this.#cpu);
    this.#cpu = process.cpuUsage();
    const now = performance.now();
    const elapsed = Math.max(1, now - this.#at);
    this.#at = now;
    const delay = this.#delays.count > 0 ? this.#delays.percentile(PERCENTILE) / 1e6 - RESOLUTION : 0;
    this.#delays.reset();
    return { busy, cpu: Math.min(1, (user + system) / 1_000 / elapsed / this.#cores), loopDelay: Math.max(0, delay) };
  }
  [Symbol.dispose](): void {
    this.#delays.disable();
  }
}
