import type { Clock } from '../../ports/clock.ts';
import type { LivestreamRecord, Storage } from '../../ports/storage.ts';
import { isOnAir } from '../livestreams/on-air.ts';
import { RecentlyUsed } from '../recently-used.ts';
import type { Audience } from '../services.ts';
import { MINUTE, type PinReading, type ShowReadings } from './figures.ts';
import { KeptBriefly } from './kept-briefly.ts';
import { countsUntil, type PinPeriod, pinPeriods } from './pin-periods.ts';
import { TimelineTallies } from './timeline-tallies.ts';

/** Changes of the pins that are looked at, the newest. */
const MAX_PIN_CHANGES = 500;
/** Titles that are looked up for one show. */
const MAX_TITLES = 500;
/** Readings of pins that are kept, so that a show's live figures don't count them all anew every time. */
const MAX_KEPT = 5_000;
/** Minutes after which nothing more is told of a minute that has passed, by any node. */
const SETTLED_AFTER = 3;

/** Who was there is told once a minute, and costly to count for a crowd: it is counted no oftener than this, in milliseconds. */
const ATTENDANCE_AGE = 15_000;
const MAX_SHOWS = 200;

type PinCounts = Pick<PinReading, 'viewers' | 'clicks'>;

/** Reads what a show's figures are made of. Its reads are few, however long the show was and however much was said. */
export class ShowReader {
  readonly #storage: Storage;
  readonly #audience: Pick<Audience, 'count'>;
  readonly #clock: Clock;
  readonly #currency: () => string;
  readonly tallies: TimelineTallies;
  readonly #presentByMinute: KeptBriefly<ShowReadings['present']>;
  readonly #presentBetween: KeptBriefly<number>;
  readonly #kept = new RecentlyUsed<string, PinCounts>(MAX_KEPT);

  constructor(parts: { storage: Storage; audience: Pick<Audience, 'count'>; clock: Clock; currency: () => string }) {
    this.#storage = parts.storage;
    this.#audience = parts.audience;
    this.#clock = parts.clock;
    this.#currency = parts.currency;
    this.#presentByMinute = new KeptBriefly(parts.clock, { milliseconds: ATTENDANCE_AGE, capacity: MAX_SHOWS });
    this.#presentBetween = new KeptBriefly(parts.clock, { milliseconds: ATTENDANCE_AGE, capacity: MAX_KEPT });
    this.tallies = new TimelineTallies(parts.storage);
  }

  async read(show: LivestreamRecord): Promise<ShowReadings> {
    const streamId = show._id;
    const { viewers, likes, productMarks, samples, orders, timeline } = this.#storage;
    const now = this.#clock.now();
    const airTime = { start: show.startTime, end: show.endTime };
    // The parts before the whole: who comes in between is in the whole alone, and no rate passes 1.
    const [sold, marks, marked, present, counts, pinEntries, sampled, likeCount] = await Promise.all([
      orders.soldLines(streamId),
      productMarks.byProduct(streamId),
      productMarks.viewers(streamId),
      this.#presentByMinute.get(streamId, () => viewers.presentByMinute(streamId)),
      this.tallies.of(streamId),
      timeline.ofTypes(streamId, ['pins_changed'], MAX_PIN_CHANGES),
      samples.of(streamId),
      likes.count(streamId),
    ]);
    const periods = pinPeriods(pinEntries, airTime);
    const pins = await Promise.all(periods.map((period) => this.#pin(streamId, period, periods, now)));
    const titles = await this.#titles([...marks, ...sold, ...periods].map(({ productId }) => productId));
    return {
      streamId,
      now,
      airTime,
      // Who stays on the page of a show that is over watches no more.
      viewersNow: isOnAir(show) ? this.#audience.count(streamId) : 0,
      peakViewers: show.peakViewers,
      totals: await viewers.totals(streamId),
      present,
      samples: sampled,
      likes: likeCount,
      counts,
      marks,
      marked,
      sold,
      pins,
      titles,
      currency: this.#currency(),
    };
  }

  async #pin(streamId: string, period: PinPeriod, periods: readonly PinPeriod[], now: number): Promise<PinReading> {
    const { until, again } = countsUntil(period, periods);
    const from = Math.floor(period.from / MINUTE);
    // Both ends are counted; what happens at the very moment of the end does not belong to it.
    const last = Math.floor(Math.max(period.from, (period.to ?? now) - 1) / MINUTE);
    const lastClick = Math.min(
      Math.floor((Math.min(until, now + 1) - 1) / MINUTE),
      again === null ? Infinity : Math.floor(again / MINUTE) - 1,
    );
    const key = `${streamId} ${period.productId} ${from} ${last} ${lastClick}`;
    const known = this.#kept.get(key);
    if (known) return { ...period, ...known, until };
    const [viewers, clicks] = await Promise.all([
      this.#presentBetween.get(`${streamId} ${from} ${period.to === null ? 'now' : last}`, () =>
        this.#storage.viewers.presentBetween(streamId, from, last),
      ),
      this.#storage.productMarks.clicksBetween(streamId, period.productId, from, lastClick),
    ]);
    if (Math.max(last, lastClick) < Math.floor(now / MINUTE) - SETTLED_AFTER) this.#kept.set(key, { viewers, clicks });
    return { ...period, viewers, clicks, until };
  }

  async #titles(productIds: string[]): Promise<Map<string, string>> {
    const ids = [...new Set(productIds)].slice(0, MAX_TITLES);
    const products = ids.length === 0 ? [] : await this.#storage.products.byIds(ids);
    return new Map(products.map(({ _id, title }) => [_id, title]));
  }
}
