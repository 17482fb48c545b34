import type { Analytics } from '@vitrine/protocol';
import type { Storage } from '../../ports/storage.ts';
import { type Actor, mayRun } from '../actor.ts';
import { DomainError } from '../errors.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { AnalyticsService, Audience } from '../services.ts';

const MINUTE = 60_000;

/** Readings of a show: from its timeline, its viewers and its orders. Money comes from orders, never from the timeline. */
export class ShowAnalytics implements AnalyticsService {
  readonly #storage: Storage;
  readonly #livestreams: LivestreamService;
  readonly #audience: Audience;
  readonly #currency: string;

  constructor(parts: { storage: Storage; livestreams: LivestreamService; audience: Audience; currency: string }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#audience = parts.audience;
    this.#currency = parts.currency;
  }

  async of(actor: Actor, streamId: string): Promise<Analytics> {
    const { createdBy } = await this.#livestreams.visible(actor, streamId);
    if (!mayRun(actor, createdBy)) throw new DomainError('forbidden', 'Only its host and admins see the figures of this show.');
    const [state, viewers, likes, counts, sales, totals] = await Promise.all([
      this.#livestreams.state(streamId),
      this.#storage.viewers.totals(streamId),
      this.#storage.likes.count(streamId),
      this.#storage.timeline.countByMinute(streamId, 0, Number.MAX_SAFE_INTEGER),
      this.#storage.orders.salesByProduct(streamId),
      this.#storage.orders.totals(streamId),
    ]);
    const share = (part: number): number => (viewers.unique === 0 ? 0 : Math.min(1, part / viewers.unique));
    const minutes = new Map<number, { chatMessages: number; orders: number }>();
    for (const { minute, type, count } of counts) {
      const figures = minutes.get(minute) ?? { chatMessages: 0, orders: 0 };
      if (type === 'chat_message') figures.chatMessages += count;
      if (type === 'order_placed') figures.orders += count;
      minutes.set(minute, figures);
    }
    return {
      streamId,
      viewers: { now: this.#audience.count(streamId), peak: state.peakViewers, unique: viewers.unique },
      likes,
      chatMessages: [...minutes.values()].reduce((sum, figures) => sum + figures.chatMessages, 0),
      engagementRate: share(viewers.engaged),
      orders: { count: totals.count, revenue: totals.revenue, currency: this.#currency, conversion: share(viewers.buyers) },
      products: sales,
      minutes: [...minutes].map(([minute, figures]) => ({ at: new Date(minute * MINUTE).toISOString(), ...figures })),
    };
  }
}
