import { oneOf, pause } from './chance.ts';
import { type Deed, nextDeed } from './habits.ts';

/** Somebody of the crowd, however it reaches the show. */
export interface SimulatedViewer {
  /** Whether there is a live show before its eyes. */
  readonly isWatching: boolean;
  join(): void;
  leave(): void;
  /** Does one thing. What is refused (sold out, too fast, just ended) is no error: people meet that too. */
  do(deed: Deed): Promise<void>;
}
export interface CrowdTimers {
  /** Returns what calls it off. */
  after(milliseconds: number, run: () => void): () => void;
  /** 0 to 1, as `Math.random`. */
  random(): number;
}
export interface CrowdOptions {
  size: number;
  /** What each does in a minute, on average. */
  rate: number;
  /** Everyone is there after so many ms. */
  arriveWithin: number;
  /** The one with this number, from 0. */
  viewer(number: number): SimulatedViewer;
  onError(error: unknown): void;
  timers: CrowdTimers;
}

/** Simulated viewers who come one after another and then do now and then what people do. */
export class Crowd {
  readonly #viewers: SimulatedViewer[] = [];
  readonly #options: CrowdOptions;
  readonly #underway = new Set<Promise<void>>();
  readonly #cancel = new Set<() => void>();
  #isGone = false;

  constructor(options: CrowdOptions) {
    this.#options = options;
  }

  start(): void {
    const { size, rate, arriveWithin } = this.#options;
    for (let number = 0; number < size; number++) {
      const viewer = this.#options.viewer(number);
      this.#viewers.push(viewer);
      this.#after((arriveWithin * number) / size, () => viewer.join());
    }
    if (rate > 0 && size > 0) this.#wait();
  }

  /** Everyone leaves, having finished what was begun. */
  async leave(): Promise<void> {
    this.#isGone = true;
    for (const cancel of this.#cancel) cancel();
    this.#cancel.clear();
    await Promise.all(this.#underway);
    for (const viewer of this.#viewers) viewer.leave();
  }

  readonly #random = (): number => this.#options.timers.random();
  #wait(): void {
    const { rate, size } = this.#options;
    this.#after(pause(this.#random, rate * size), () => {
      this.#act();
      this.#wait();
    });
  }
  #act(): void {
    const viewer = oneOf(
      this.#random,
      this.#viewers.filter(({ isWatching }) => isWatching),
    );
    if (!viewer) return;
    const deed = viewer.do(nextDeed(this.#random)).catch((error: unknown) => this.#options.onError(error));
    this.#underway.add(deed);
    void deed.finally(() => this.#underway.delete(deed));
  }
  #after(milliseconds: number, run: () => void): void {
    if (this.#isGone) return;
    const cancel = this.#options.timers.after(milliseconds, () => {
      this.#cancel.delete(cancel);
      run();
    });
    this.#cancel.add(cancel);
  }
}
