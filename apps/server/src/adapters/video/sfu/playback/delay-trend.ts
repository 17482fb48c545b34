import { PLAYBACK_LIMITS } from './limits.ts';

export type LinkUse = 'normal' | 'overuse' | 'underuse';

/** Values of draft-ietf-rmcat-gcc-02 section 5.4 and of the implementation in libwebrtc (trendline_estimator.cc). */
const SMOOTHING = 0.9;
const GAIN = 4;
const COUNTED_DELTAS = 60;
const THRESHOLD = { first: 12.5, min: 6, max: 600, up: 0.0087, down: 0.039, outlier: 15 };
const OVERUSE_TIME = 10;
const BURST_SPAN = 100;

interface Group {
  firstSentAt: number;
  lastSentAt: number;
  firstArrivedAt: number;
  lastArrivedAt: number;
}
const groupOf = (sentAt: number, arrivedAt: number): Group => ({
  firstSentAt: sentAt,
  lastSentAt: sentAt,
  firstArrivedAt: arrivedAt,
  lastArrivedAt: arrivedAt,
});

/**
 * Whether a queue is building up on the way to the peer: the trend of the delay between groups of packets, against a threshold that
 * adapts to the path (draft-ietf-rmcat-gcc-02 sections 5.2 to 5.5, with the line fitted over a window in place of the Kalman filter).
 * Beside it the queue itself: how much longer packets take than the shortest they took lately.
 */
export class DelayTrend {
  #group: Group | null = null;
  #previous: Group | null = null;
  #accumulated = 0;
  #smoothed = 0;
  #deltas = 0;
  readonly #times: number[] = [];
  readonly #delays: number[] = [];
  #firstArrival = 0;
  #trend = 0;
  #threshold = THRESHOLD.first;
  #timeOver = -1;
  #overCount = 0;
  #use: LinkUse = 'normal';
  #base = { lowest: Number.POSITIVE_INFINITY, before: Number.POSITIVE_INFINITY, since: Number.NEGATIVE_INFINITY };
  #queue = 0;

  get use(): LinkUse {
    return this.#use;
  }
  /** ms that packets wait on the way, smoothed over a few of them. */
  get queue(): number {
    return this.#queue;
  }

  /** After a pause the delays before it say nothing of the ones that follow. */
  add(sentAt: number, arrivedAt: number): void {
    const group = this.#group;
    const isNew = !group || sentAt - group.lastSentAt > PLAYBACK_LIMITS.silence;
    if (isNew) this.#queue = 0;
    this.#measureQueue(sentAt, arrivedAt);
    if (isNew) {
      this.#restart(groupOf(sentAt, arrivedAt));
      return;
    }
    if (sentAt < group.firstSentAt) return;
    if (this.#belongs(group, sentAt, arrivedAt)) {
      group.lastSentAt = Math.max(group.lastSentAt, sentAt);
      group.lastArrivedAt = Math.max(group.lastArrivedAt, arrivedAt);
      return;
    }
    if (this.#previous) this.#compare(this.#previous, group);
    this.#previous = group;
    this.#group = groupOf(sentAt, arrivedAt);
  }

  /** Sent together, or arrived in one burst that a hold-up on the way has made of them. */
  #belongs(group: Group, sentAt: number, arrivedAt: number): boolean {
    if (sentAt - group.firstSentAt <= PLAYBACK_LIMITS.groupSpan) return true;
    const apart = arrivedAt - group.lastArrivedAt;
    const isBurst = apart <= PLAYBACK_LIMITS.groupSpan && apart < sentAt - group.lastSentAt;
    return isBurst && arrivedAt - group.firstArrivedAt < BURST_SPAN;
  }

  #compare(before: Group, after: Group): void {
    const sendDelta = after.lastSentAt - before.lastSentAt;
    const arrivalDelta = after.lastArrivedAt - before.lastArrivedAt;
    if (arrivalDelta < 0) return;
    this.#deltas = Math.min(this.#deltas + 1, 1_000);
    if (this.#times.length === 0) this.#firstArrival = after.lastArrivedAt;
    this.#accumulated += arrivalDelta - sendDelta;
    this.#smoothed = SMOOTHING * this.#smoothed + (1 - SMOOTHING) * this.#accumulated;
    this.#times.push(after.lastArrivedAt - this.#firstArrival);
    this.#delays.push(this.#smoothed);
    if (this.#times.length > PLAYBACK_LIMITS.trendWindow) {
      this.#times.shift();
      this.#delays.shift();
    }
    const trend = this.#times.length === PLAYBACK_LIMITS.trendWindow ? slope(this.#times, this.#delays) : this.#trend;
    this.#detect(trend, sendDelta);
  }

  #detect(trend: number, sendDelta: number): void {
    const modified = Math.min(this.#deltas, COUNTED_DELTAS) * trend * GAIN;
    if (modified > this.#threshold) {
      this.#timeOver = this.#timeOver < 0 ? sendDelta / 2 : this.#timeOver + sendDelta;
      this.#overCount++;
      if (this.#timeOver > OVERUSE_TIME && this.#overCount > 1 && trend >= this.#trend) {
        this.#timeOver = 0;
        this.#overCount = 0;
        this.#use = 'overuse';
      }
    } else {
      this.#timeOver = -1;
      this.#overCount = 0;
      this.#use = modified < -this.#threshold ? 'underuse' : 'normal';
    }
    this.#trend = trend;
    const distance = Math.abs(modified) - this.#threshold;
    if (distance > THRESHOLD.outlier) return;
    const gain = distance < 0 ? THRESHOLD.down : THRESHOLD.up;
    this.#threshold = Math.min(THRESHOLD.max, Math.max(THRESHOLD.min, this.#threshold + gain * distance * Math.min(sendDelta, 100)));
  }

  #measureQueue(sentAt: number, arrivedAt: number): void {
    const delay = arrivedAt - sentAt;
    const base = this.#base;
    if (sentAt - base.since > PLAYBACK_LIMITS.baseDelayWindow) {
      base.before = base.lowest;
      base.lowest = Number.POSITIVE_INFINITY;
      base.since = sentAt;
    }
    base.lowest = Math.min(base.lowest, delay);
    this.#queue += (delay - Math.min(base.lowest, base.before) - this.#queue) / 4;
  }

  #restart(group: Group): void {
    this.#group = group;
    this.#previous = null;
    this.#accumulated = 0;
    this.#smoothed = 0;
    this.#deltas = 0;
    this.#times.length = 0;
    this.#delays.length = 0;
    this.#trend = 0;
    this.#use = 'normal';
  }
}

/** Of the line through the points, by least squares. */
function slope(x: readonly number[], y: readonly number[]): number {
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumXY = 0;
  for (let index = 0; index < x.length; index++) {
    const across = (x[index] ?? 0) - (x[0] ?? 0);
    const up = y[index] ?? 0;
    sumX += across;
    sumY += up;
    sumXX += across * across;
    sumXY += across * up;
  }
  const below = x.length * sumXX - sumX * sumX;
  return below === 0 ? 0 : (x.length * sumXY - sumX * sumY) / below;
}
