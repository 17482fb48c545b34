import { PLAYBACK_LIMITS } from './limits.ts';
import { Backoff, type Link } from './link.ts';
import { afterLoss } from './loss-controller.ts';
import { RateWindow } from './rate-window.ts';

/** A receiver's estimate below this share of what it is sent means congestion: it never tells much more than it gets. */
const REMB_SHORTFALL = 0.9;

/**
 * A connection whose peer gives no transport-wide feedback: what is known of it are the loss in its reports and, where it sends them, its
 * own estimates (REMB). Neither can say that more would get through, so after a while without trouble the next layer is simply tried.
 */
export class ReportedLink implements Link {
  readonly isSeeking = false;
  readonly #sending = new RateWindow(1_000);
  readonly #backoff = new Backoff(PLAYBACK_LIMITS.trialBackoff, PLAYBACK_LIMITS.trialBackoffMax);
  #estimate: number = PLAYBACK_LIMITS.startEstimate;
  #isKnown = false;
  #congested = false;
  #loss = 0;

  get estimate(): number {
    return this.#estimate;
  }
  get isKnown(): boolean {
    return this.#isKnown;
  }
  loss(): number {
    return this.#loss;
  }
  takeCongestion(): boolean {
    const congested = this.#congested;
    this.#congested = false;
    return congested;
  }
  onMistake(now: number): void {
    this.#backoff.fail(now);
  }
  onSuccess(): void {
    this.#backoff.reset();
  }

  onSent(bytes: number, now: number): void {
    this.#sending.add(bytes, now);
  }
  /** @param share lost of what was sent since the last report, 0 to 1. */
  onLossReport(share: number, now: number): void {
    if (!this.#isKnown) this.#backoff.wait(now);
    this.#isKnown = true;
    this.#loss = share;
    if (share > PLAYBACK_LIMITS.highLoss) this.#fall(afterLoss(Math.min(this.#estimate, this.#sending.bitrate(now)), share), now);
  }
  onReceiverEstimate(rate: number, now: number): void {
    if (rate < REMB_SHORTFALL * this.#sending.bitrate(now)) this.#fall(rate, now);
    else this.#estimate = Math.max(this.#estimate, rate);
  }
  seek(goal: number | null, now: number): void {
    if (goal === null || goal <= this.#estimate || !this.#isKnown || !this.#backoff.isOver(now)) return;
    this.#estimate = goal;
  }

  #fall(to: number, now: number): void {
    this.#backoff.wait(now);
    if (to >= this.#estimate) return;
    this.#estimate = Math.max(PLAYBACK_LIMITS.lowestEstimate, to);
    this.#congested = true;
  }
}
