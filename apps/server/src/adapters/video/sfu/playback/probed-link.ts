import { BandwidthEstimator } from './bandwidth-estimator.ts';
import { PLAYBACK_LIMITS } from './limits.ts';
import { Backoff, type Link } from './link.ts';
import { Prober } from './prober.ts';

export interface ProbedLinkPorts {
  /** Sends about so many bytes that the viewer has no use for; gives how many it could send. */
  sendPadding(bytes: number): number;
  roundTrip(): number;
}

/** A connection whose peer gives transport-wide feedback: estimated from it, and probed when more is wanted. */
export class ProbedLink implements Link {
  readonly #ports: ProbedLinkPorts;
  readonly #estimator: BandwidthEstimator;
  readonly #prober: Prober;
  readonly #backoff = new Backoff(PLAYBACK_LIMITS.probeBackoff, PLAYBACK_LIMITS.probeBackoffMax);

  constructor(ports: ProbedLinkPorts) {
    this.#ports = ports;
    this.#estimator = new BandwidthEstimator((fate) => this.#prober.onFate(fate));
    this.#prober = new Prober({
      sendPadding: (bytes) => ports.sendPadding(bytes),
      sentBytes: () => this.#estimator.sentBytes,
      nextNumber: () => this.#estimator.nextNumber,
      roundTrip: () => ports.roundTrip(),
    });
  }

  get estimate(): number {
    return this.#estimator.estimate;
  }
  get isKnown(): boolean {
    return this.#estimator.isKnown;
  }
  get isSeeking(): boolean {
    return this.#prober.isRunning;
  }
  loss(now: number): number {
    return this.#estimator.loss(now);
  }
  takeCongestion(): boolean {
    return this.#estimator.takeCongestion();
  }
  onMistake(now: number): void {
    this.#backoff.fail(now);
  }
  onSuccess(): void {
    this.#backoff.reset();
  }

  /** Counts a packet and gives its transport-wide number. */
  onSent(bytes: number, now: number): number {
    return this.#estimator.onSent(bytes, now);
  }
  onFeedback(message: Buffer, now: number): void {
    this.#estimator.onFeedback(message, now, this.#ports.roundTrip());
  }

  seek(goal: number | null, now: number): void {
    this.#estimator.tick(now);
    if (this.#prober.isRunning) {
      this.#estimator.onProbing(now);
      const end = this.#prober.tick(now);
      if (end === null) return;
      this.#estimator.prove(this.#prober.proven);
      if (end === 'limited') this.#backoff.fail(now);
      // Right after a switch there may be nothing yet to pad with.
      else if (end === 'unsent') this.#backoff.wait(now);
      return;
    }
    if (goal === null || goal <= this.#estimator.estimate || !this.#estimator.isKnown || !this.#backoff.isOver(now)) return;
    if (this.#estimator.isOverused(now)) return;
    this.#estimator.onProbing(now);
    this.#prober.start(goal, this.#estimator.delivered, now);
  }
}
