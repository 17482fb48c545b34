import { systemTimers, type Timers } from '@vitrine/client';
import type { PieceName } from '../shop/pieces.ts';
import { oneOf, pause, weighted } from './chance.ts';
import { type Deed, Shopper } from './shopper.ts';
import { SmallTalk } from './small-talk.ts';

export interface CrowdOptions {
  url: string;
  streamId: string;
  size: number;
  /** What each does in a minute, on average. */
  rate: number;
  /** Everyone is there after so many ms. */
  arriveWithin: number;
  /** The first one's number: crowds of several shows are different people. */
  from: number;
  pieceOf(productId: string): PieceName | null;
  onError(error: unknown): void;
  timers?: Timers;
}
/** Of a hundred things that people do while they watch. */
const HABITS: Record<Deed, number> = { chat: 24, like: 26, look: 33, ask: 3, vote: 5, buy: 5, come_back: 4 };

/** Simulated viewers who come one after another and then do now and then what people do. */
export class Crowd {
  readonly shoppers: Shopper[] = [];
  readonly #options: CrowdOptions;
  readonly #timers: Timers;
  readonly #underway = new Set<Promise<void>>();
  #cancel = new Set<() => void>();
  #isGone = false;

  constructor(options: CrowdOptions) {
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
  }

  start(): void {
    const { size, rate, arriveWithin, from, url, streamId, pieceOf } = this.#options;
    const random = (): number => this.#timers.random();
    const talk = new SmallTalk(random);
    for (let n = 0; n < size; n++) {
      const shopper = new Shopper({ url, streamId, index: from + n, random, talk, pieceOf });
      this.shoppers.push(shopper);
      this.#after((arriveWithin * n) / size, () => shopper.join());
    }
    if (rate > 0 && size > 0) this.#wait();
  }

  /** Everyone leaves, having finished what was begun. */
  async leave(): Promise<void> {
    this.#isGone = true;
    for (const cancel of this.#cancel) cancel();
    this.#cancel.clear();
    await Promise.all(this.#underway);
    for (const shopper of this.shoppers) shopper.leave();
  }

  #wait(): void {
    const { rate, size } = this.#options;
    this.#after(
      pause(() => this.#timers.random(), rate * size),
      () => {
        this.#act();
        this.#wait();
      },
    );
  }
  #act(): void {
    const random = (): number => this.#timers.random();
    const shopper = oneOf(
      random,
      this.shoppers.filter(({ isWatching }) => isWatching),
    );
    if (!shopper) return;
    const deed = shopper.do(weighted(random, HABITS)).catch((error: unknown) => this.#options.onError(error));
    this.#underway.add(deed);
    void deed.finally(() => this.#underway.delete(deed));
  }
  #after(milliseconds: number, run: () => void): void {
    if (this.#isGone) return;
    const cancel = this.#timers.after(milliseconds, () => {
      this.#cancel.delete(cancel);
      run();
    });
    this.#cancel.add(cancel);
  }
}
