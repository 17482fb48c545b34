import { TransportFeedbackReader } from '../rtp/twcc-read.ts';
import { DelayTrend } from './delay-trend.ts';
import { PLAYBACK_LIMITS } from './limits.ts';
import { afterLoss, LossController } from './loss-controller.ts';
import { RateWindow } from './rate-window.ts';
import { type PacketFate, SentPackets } from './sent-packets.ts';

/** After congestion the rate goes to this share of what got through (draft-ietf-rmcat-gcc-02 section 5.5). */
const BETA = 0.85;
/** Without congestion the estimate grows by so much a second, up to a little above what gets through. */
const GROWTH_PER_SECOND = 0.08;
const GROWTH_BOUND = 1.1;
/** Sending less than this share of the estimate proves nothing about it. */
const LIMITED_BY_SOURCE = 0.7;
/** What a probe did to the queue shows for so long, beside the round trip. */
const PROBE_AFTERMATH = 400;

/**
 * What one connection carries, from transport-wide feedback: the algorithm of draft-ietf-rmcat-gcc-02 for a sender that can't choose its
 * rate freely, since what it sends is one of a few layers. Hence two differences. The estimate means "proven to get through": it follows
 * delivered bytes and probes upward, and grows by itself only to just above what is sent. And delay counts as congestion only with a queue
 * that stands, since a layer lost to jitter is worse than 40 ms of queue. Simplified: one state of decrease in place of hold and the two
 * kinds of increase; no feedback on audio, whose rate is small and constant.
 */
export class BandwidthEstimator {
  readonly #sent = new SentPackets();
  readonly #reader = new TransportFeedbackReader();
  readonly #trend = new DelayTrend();
  readonly #loss = new LossController();
  readonly #acknowledged = new RateWindow(PLAYBACK_LIMITS.rateWindow);
  readonly #sending = new RateWindow(PLAYBACK_LIMITS.rateWindow);
  readonly #onFate: (fate: PacketFate) => void;
  #estimate: number = PLAYBACK_LIMITS.startEstimate;
  #isKnown = false;
  /** Over a time so short that, while a queue stands, it is what the connection carries. */
  readonly #arriving = new RateWindow(PLAYBACK_LIMITS.congestionWindow);
  #arrivedAt = 0;
  #heardAt = Number.NEGATIVE_INFINITY;
  #standingSince = Number.POSITIVE_INFINITY;
  /** When the first and the last packet were sent of which nothing has been heard. */
  #unheard: { since: number; until: number } | null = null;
  #latestSentAt = Number.NEGATIVE_INFINITY;
  #grewAt = 0;
  #fellAt = Number.NEGATIVE_INFINITY;
  #probedAt = Number.NEGATIVE_INFINITY;
  #congested = false;

  /** `onFate` hears of each packet whose fate is told: a probe looks at those it sent. */
  constructor(onFate: (fate: PacketFate) => void = () => {}) {
    this.#onFate = onFate;
  }

  /** bit/s. */
  get estimate(): number {
    return this.#estimate;
  }
  /** Whether any feedback has come yet. */
  get isKnown(): boolean {
    return this.#isKnown;
  }
  /** The number that the next packet gets, in a row without wrapping. */
  get nextNumber(): number {
    return this.#sent.next;
  }
  get sentBytes(): number {
    return this.#sent.totalBytes;
  }
  /** Whether a queue is growing on the way. */
  isOverused(now: number): boolean {
    return this.#trend.use === 'overuse' && now - this.#heardAt < PLAYBACK_LIMITS.silence;
  }
  /** bit/s that arrived lately. */
  get delivered(): number {
    return this.#acknowledged.bitrate(this.#arrivedAt);
  }
  loss(now: number): number {
    return this.#loss.share(now);
  }

  /** Counts a packet and gives its transport-wide number. */
  onSent(bytes: number, now: number): number {
    if (this.#unheard) this.#unheard.until = now;
    else this.#unheard = { since: now, until: now };
    this.#sending.add(bytes, now);
    return this.#sent.add(bytes, now);
  }

  /** @param roundTrip in ms. */
  onFeedback(message: Buffer, now: number, roundTrip: number): void {
    this.#reader.read(message, (sequence, arrivedAt) => {
      const fate = this.#sent.tell(sequence, arrivedAt);
      if (!fate) return;
      // What was sent before the last decrease tells of the congestion that has been answered.
      if (fate.sentAt >= this.#fellAt) this.#loss.add(arrivedAt === null, now);
      this.#latestSentAt = Math.max(this.#latestSentAt, fate.sentAt);
      if (arrivedAt !== null) {
        this.#trend.add(fate.sentAt, arrivedAt);
        this.#acknowledged.add(fate.bytes, arrivedAt);
        this.#arriving.add(fate.bytes, arrivedAt);
        this.#heardAt = now;
        this.#arrivedAt = Math.max(this.#arrivedAt, arrivedAt);
        this.#isKnown = true;
      }
      this.#onFate(fate);
    });
    this.#unheard = null;
    this.#judge(now, roundTrip);
  }

  /** Notices that feedback stays away. */
  tick(now: number): void {
    if (!this.#unheard || !this.#isKnown) return;
    if (now - this.#unheard.until > PLAYBACK_LIMITS.silence) this.#unheard = null;
    else if (now - Math.max(this.#unheard.since, this.#fellAt) > PLAYBACK_LIMITS.silence) this.#fall(this.#estimate / 2, now);
  }

  /** While a probe runs, and shortly after, what it does to the link is not held against what the viewer is sent. */
  onProbing(now: number): void {
    this.#probedAt = now;
  }
  /** A probe has shown that so much gets through. */
  prove(rate: number): void {
    this.#set(Math.max(this.#estimate, rate));
  }

  /** Whether the estimate fell since this was asked last. */
  takeCongestion(): boolean {
    const congested = this.#congested;
    this.#congested = false;
    return congested;
  }

  #judge(now: number, roundTrip: number): void {
    if (now - this.#probedAt < PROBE_AFTERMATH + roundTrip) {
      this.#loss.reset(now);
      return;
    }
    const isStanding = this.#trend.queue > PLAYBACK_LIMITS.standingQueue;
    this.#standingSince = isStanding ? Math.min(this.#standingSince, now) : Number.POSITIVE_INFINITY;
    const stood = now - this.#standingSince >= PLAYBACK_LIMITS.standsFor;
    const overused = this.#trend.use === 'overuse' && stood && this.#latestSentAt >= this.#fellAt;
    if (overused || this.#loss.isHigh(now)) {
      if (now - this.#fellAt < PLAYBACK_LIMITS.decreaseInterval + roundTrip) return;
      this.#answerCongestion(overused, now);
      return;
    }
    const elapsed = Math.min(1_000, now - this.#grewAt);
    this.#grewAt = now;
    if (this.#trend.use !== 'normal' || isStanding) return;
    const acknowledged = this.#acknowledged.bitrate(this.#arrivedAt);
    const grown = this.#estimate * (1 + (GROWTH_PER_SECOND * elapsed) / 1_000);
    this.#set(Math.max(this.#estimate, acknowledged, Math.min(grown, GROWTH_BOUND * acknowledged)));
  }

  /** What was not sent can't have been too much: where the source is the limit, the estimate falls by steps of its own. */
  #answerCongestion(overused: boolean, now: number): void {
    const sent = this.#sending.bitrate(now);
    const arriving = this.#arriving.bitrate(this.#arrivedAt);
    const isLimitedBySource = sent < LIMITED_BY_SOURCE * this.#estimate && arriving > LIMITED_BY_SOURCE * sent;
    const used = isLimitedBySource ? this.#estimate : Math.min(this.#estimate, overused ? arriving : sent);
    this.#fall(overused ? BETA * used : afterLoss(used, this.#loss.share(now)), now);
    this.#loss.reset(now);
  }
  #fall(to: number, now: number): void {
    this.#fellAt = now;
    if (to >= this.#estimate) return;
    this.#congested = true;
    this.#set(to);
  }
  #set(estimate: number): void {
    this.#estimate = Math.min(PLAYBACK_LIMITS.highestEstimate, Math.max(PLAYBACK_LIMITS.lowestEstimate, estimate));
  }
}
