import { PLAYBACK_LIMITS } from './limits.ts';
import { RateWindow } from './rate-window.ts';

/** The share of packets that get lost lately (draft-ietf-rmcat-gcc-02 section 6 judges by it). Times in ms. */
export class LossController {
  readonly #lost = new RateWindow(PLAYBACK_LIMITS.lossWindow);
  readonly #told = new RateWindow(PLAYBACK_LIMITS.lossWindow);

  add(lost: boolean, now: number): void {
    this.#told.add(1, now);
    if (lost) this.#lost.add(1, now);
  }
  /** 0 to 1; 0 while too little is known. */
  share(now: number): number {
    const told = this.#told.sum(now);
    return told < PLAYBACK_LIMITS.lossPackets ? 0 : Math.max(0, this.#lost.sum(now) / told);
  }
  /** Whether more is lost than chance would make of a loss that repair copes with: two standard errors above the bound. */
  isHigh(now: number): boolean {
    const share = this.share(now);
    const error = Math.sqrt((share * (1 - share)) / Math.max(1, this.#told.sum(now)));
    return share - 2 * error > PLAYBACK_LIMITS.highLoss;
  }
  /** What is lost is counted anew. */
  reset(now: number): void {
    this.#lost.reset(now);
    this.#told.reset(now);
  }
}
/** draft-ietf-rmcat-gcc-02 section 6.1: what is left of a rate at which so much was lost. */
export const afterLoss = (rate: number, share: number): number => rate * (1 - 0.5 * share);
