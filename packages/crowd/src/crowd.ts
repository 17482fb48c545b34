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
  /** What each does in a minute, on average; 0 is to watch and no more. */
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
  #rate: number;
  #cancelNext: (() => void) | null = null;
  #isGone = false;

  constructor(options: CrowdOptions) {
    this.#options = options;
    this.#rate = options.rate;
  }

  start(): void {
    const { size, arriveWithin } = this.#options;
    for (let number = 0; number < size; number++) {
      const viewer = this.#options.viewer(number);
      this.#viewers.push(viewer);
      this.#after((arriveWithin * number) / size, () => viewer.join());
    }
    this.#wait();
  }

  /** From now on each does so much in a minute. Nobody comes or goes for it. */
  changeRate(rate: number): void {
    this.#rate = rate;
    // What was waited for was drawn at the old rate. Drawn anew, no rate is favoured: such pauses remember nothing.
    this.#cancelNext?.();
    this.#wait();
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
    const perMinute = this.#rate * this.#options.size;
    if (perMinute === 0) return;
    this.#cancelNext = this.#after(pause(this.#random, perMinute), () => {
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
  #after(milliseconds: number, run: () => void): (() => void) | null {
    if (this.#isGone) return null;
    const cancel = this.#options.timers.after(milliseconds, () => {
      this.#cancel.delete(cancel);
      run();
    });
    this.#cancel.add(cancel);
    return () => {
      cancel();
      this.#cancel.delete(cancel);
    };
  }
}
