import type { Analytics, FigureFormula, ShowFigures, ShowFiguresQuery } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { LivestreamRecord, Page, Storage } from '../../ports/storage.ts';
import { type Actor, mayRun } from '../actor.ts';
import type { AudienceService } from '../audience/audience.ts';
import { DomainError } from '../errors.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import { isKept } from '../livestreams/show-views.ts';
import type { AnalyticsService, Likes, Timelines } from '../services.ts';
import { analyticsLines } from './analytics-csv.ts';
import { averageWatchTime, figuresOf, orderFigures, secondsOnAir, share } from './figures.ts';
import { FORMULAS } from './formulas.ts';
import { LiveFigures } from './live-figures.ts';
import { ShowReader } from './show-reader.ts';
import { totalOf } from './timeline-tallies.ts';

/** The figures of shows, for who runs them: read from timeline, viewers and samples; money comes from orders, never from the timeline. */
export class ShowAnalytics implements AnalyticsService {
  readonly #storage: Storage;
  readonly #livestreams: LivestreamService;
  readonly #clock: Clock;
  readonly #currency: () => string;
  readonly #reader: ShowReader;
  readonly #live: LiveFigures;

  constructor(parts: {
    storage: Storage;
    livestreams: LivestreamService;
    timelines: Pick<Timelines, 'follow'>;
    audience: Pick<AudienceService, 'count' | 'onChange' | 'onMarked'>;
    likes: Pick<Likes, 'onChange'>;
    clock: Clock;
    currency: () => string;
  }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#clock = parts.clock;
    this.#currency = parts.currency;
    this.#reader = new ShowReader(parts);
    this.#live = new LiveFigures({
      timelines: parts.timelines,
      clock: parts.clock,
      isOnAir: (streamId) => this.#livestreams.isOnAir(streamId),
      read: async (streamId) => {
        const [show] = await this.#storage.livestreams.byIds([streamId]);
        if (!show) throw new DomainError('not_found', 'There is no such show.');
        return this.#figures(show);
      },
    });
    parts.audience.onChange((streamId) => this.#live.changed(streamId));
    parts.audience.onMarked((streamId) => this.#live.changed(streamId));
    parts.likes.onChange((streamId) => this.#live.changed(streamId));
  }

  async of(actor: Actor, streamId: string): Promise<Analytics> {
    return this.#figures(await this.#shown(actor, streamId));
  }
  async exportCsv(actor: Actor, streamId: string): Promise<AsyncIterable<string>> {
    const show = await this.#shown(actor, streamId);
    const analytics = await this.#figures(show);
    return (async function* () {
      yield* analyticsLines(analytics, show.title);
    })();
  }
  async follow(actor: Actor, streamId: string, listener: (analytics: Analytics) => void): Promise<() => void> {
    await this.#shown(actor, streamId);
    return this.#live.follow(streamId, listener);
  }
  /** Tells followers what has changed; to be run every two seconds. */
  tell(): Promise<void> {
    return this.#live.tell();
  }

  formulas(): readonly FigureFormula[] {
    return FORMULAS;
  }

  async list(actor: Actor, query: ShowFiguresQuery): Promise<Page<ShowFigures>> {
    if (actor.role !== 'admin' && actor.role !== 'host')
      throw new DomainError('forbidden', 'Only hosts and admins see the figures of shows.');
    const { items, nextCursor } = await this.#storage.livestreams.list({
      statuses: ['ended'],
      limit: query.limit,
      ...(query.cursor !== undefined && { cursor: query.cursor }),
      // A host's own shows, and of no other any.
      ...(actor.role === 'host' && { visibilities: [], alsoCreatedBy: actor.id }),
    });
    const figures = await Promise.all(items.filter(isKept).map((show) => this.#headline(show)));
    return { items: figures, ...(nextCursor !== undefined && { nextCursor }) };
  }

  async #headline(show: LivestreamRecord): Promise<ShowFigures> {
    const [sold, counts, likes, totals] = await Promise.all([
      this.#storage.orders.soldLines(show._id),
      this.#reader.tallies.of(show._id),
      this.#storage.likes.count(show._id),
      this.#storage.viewers.totals(show._id),
    ]);
    const { count, revenue } = orderFigures(sold);
    const seconds = secondsOnAir({ start: show.startTime, end: show.endTime }, this.#clock.now());
    return {
      streamId: show._id,
      title: show.title,
      hostName: show.hostName,
      status: show.status,
      startTime: show.startTime === null ? null : new Date(show.startTime).toISOString(),
      secondsOnAir: seconds,
      uniqueViewers: totals.unique,
      peakViewers: show.peakViewers,
      averageWatchTime: averageWatchTime(totals, seconds),
      likes,
      chatMessages: totalOf(counts, 'chat_message'),
      engagementRate: share(totals.engaged, totals.unique),
      orders: count,
      revenue,
      currency: this.#currency(),
      conversion: share(totals.buyers, totals.unique),
    };
  }
  async #figures(show: LivestreamRecord): Promise<Analytics> {
    const peakViewers = Math.max(show.peakViewers, this.#livestreams.knownPeak(show._id));
    return figuresOf(await this.#reader.read({ ...show, peakViewers }));
  }
  async #shown(actor: Actor, streamId: string): Promise<LivestreamRecord> {
    const show = await this.#livestreams.visible(actor, streamId);
    if (!mayRun(actor, show.createdBy)) throw new DomainError('forbidden', 'Only its host and admins see the figures of this show.');
    return show;
  }
}
