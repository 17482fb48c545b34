import { type HistoryItem, type HistoryQuery, type History as HistoryView, LIMITS } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { LivestreamRecord, Storage } from '../../ports/storage.ts';
import { type Actor, isStaff } from '../actor.ts';
import { engagementOf, livestreamView, readCounts, withoutBlockedWords } from '../livestreams/livestream-view.ts';
import { isOnAir } from '../livestreams/on-air.ts';
import type { Audience, History } from '../services.ts';

/** What somebody has watched and liked, from the rows that the figures are made of. */
export class WatchHistoryService implements History {
  readonly #storage: Storage;
  readonly #audience: Pick<Audience, 'count'>;
  readonly #clock: Clock;

  constructor(parts: { storage: Storage; audience: Pick<Audience, 'count'>; clock: Clock }) {
    this.#storage = parts.storage;
    this.#audience = parts.audience;
    this.#clock = parts.clock;
  }

  async list(actor: Actor, { limit, cursor }: HistoryQuery): Promise<HistoryView> {
    const { livestreams, likes, viewers } = this.#storage;
    const [watched, liked] = await Promise.all([viewers.ofViewer(actor.id, LIMITS.history), likes.ofViewer(actor.id, LIMITS.history)]);
    const seen = new Map(watched.map((show) => [show.streamId, show]));
    const isLiked = new Set(liked);
    // What was seen, the last first, then what was only liked.
    const ids = [...new Set([...seen.keys(), ...liked])].slice(0, LIMITS.history);
    const shows = await livestreams.byIds(ids.slice(cursor, cursor + limit));
    // One that is hidden by now is not shown any more.
    const visible = shows.filter(({ visibility }) => visibility !== 'private' || isStaff(actor));
    const items = visible.map(async (show): Promise<HistoryItem> => {
      const visit = seen.get(show._id);
      return {
        livestream: withoutBlockedWords(await this.#view(show)),
        lastSeen: visit ? new Date(visit.lastSeen).toISOString() : null,
        liked: isLiked.has(show._id),
        bought: visit?.bought ?? false,
      };
    });
    const end = cursor + limit;
    return { items: await Promise.all(items), ...(end < ids.length && { nextCursor: end }) };
  }

  /** From the projection where there is one, so that a page of shows is few questions to the store. */
  async #view(show: LivestreamRecord) {
    const viewers = isOnAir(show) ? this.#audience.count(show._id) : 0;
    const engagement = show.engagement ? engagementOf(show.engagement, viewers) : await readCounts(this.#storage, show._id, viewers);
    return livestreamView(show, engagement, this.#clock.now());
  }
}
