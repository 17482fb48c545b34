import type { Recommendation, RecommendationList, RecommendationQuery } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { EngagementProjection, LivestreamRecord, Storage } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import { engagementOf, livestreamView, withoutBlockedWords } from '../livestreams/livestream-view.ts';
import { isOnAir, ON_AIR } from '../livestreams/on-air.ts';
import type { Audience, Recommendations } from '../services.ts';
import { type Ranked, rank } from './ranking.ts';
import { type Liking, WEIGHTS } from './taste.ts';

/** What one answer reads at most: shows to choose from, and what the person did last. */
const CANDIDATES = 100;
const WATCHED = 50;
const LIKED = 50;
const ORDERS = 20;
const BOUGHT = 50;

const NOTHING_YET: EngagementProjection = {
  viewerCount: 0,
  likes: 0,
  totalViewers: 0,
  engagementRate: 0,
  likedBy: [],
  chatMessages: [],
};

/** Shows for one person, by the tags of what it watched, liked and bought. */
export class RecommendationService implements Recommendations {
  readonly #storage: Storage;
  readonly #audience: Pick<Audience, 'count'>;
  readonly #clock: Clock;

  constructor(parts: { storage: Storage; audience: Pick<Audience, 'count'>; clock: Clock }) {
    this.#storage = parts.storage;
    this.#audience = parts.audience;
    this.#clock = parts.clock;
  }

  async list(actor: Actor | null, { limit }: RecommendationQuery): Promise<RecommendationList> {
    const [shows, history] = await Promise.all([this.#candidates(), actor ? this.#history(actor.id) : NO_HISTORY]);
    const now = this.#clock.now();
    const ranked = rank(shows, { ...history, now, viewersOf: (streamId) => this.#audience.count(streamId) });
    return { items: ranked.slice(0, limit).map((each) => this.#recommendation(each, now)) };
  }

  async #candidates(): Promise<LivestreamRecord[]> {
    const pages = await Promise.all(
      [[...ON_AIR], ['scheduled' as const], ['ended' as const]].map((statuses) =>
        this.#storage.livestreams.list({ statuses, visibilities: ['public'], limit: CANDIDATES }),
      ),
    );
    // One that changed its state in between is in two pages.
    return [...new Map(pages.flatMap(({ items }) => items.map((show) => [show._id, show] as const))).values()];
  }

  async #history(personId: string): Promise<typeof NO_HISTORY> {
    const { viewers, likes, orders, livestreams, products } = this.#storage;
    const [watched, liked, bought] = await Promise.all([
      viewers.ofViewer(personId, WATCHED),
      likes.ofViewer(personId, LIKED),
      orders.list({ buyerId: personId, limit: ORDERS }),
    ]);
    const boughtIds = [...new Set(bought.items.flatMap(({ lines }) => lines.map(({ productId }) => productId)))].slice(0, BOUGHT);
    const showIds = [...new Set([...watched.map(({ streamId }) => streamId), ...liked])];
    const [shows, wares] = await Promise.all([
      showIds.length > 0 ? livestreams.byIds(showIds) : [],
      boughtIds.length > 0 ? products.byIds(boughtIds) : [],
    ]);
    const isLiked = new Set(liked);
    const tookPart = new Set(
      watched.filter(({ chatted, clicked, bought: did }) => chatted || clicked || did).map(({ streamId }) => streamId),
    );
    const ofWares = wares.map(
      ({ _id, title, tags }): Liking => ({ reason: 'because_bought', id: _id, title, tags, weight: WEIGHTS.bought }),
    );
    // What is hidden by now is not named.
    const ofShows = shows
      .filter(({ visibility }) => visibility !== 'private')
      .map(
        ({ _id, title, tags }): Liking => ({
          reason: isLiked.has(_id) ? 'because_liked' : 'because_watched',
          id: _id,
          title,
          tags,
          weight: (isLiked.has(_id) ? WEIGHTS.liked : WEIGHTS.watched) + (tookPart.has(_id) ? WEIGHTS.tookPart : 0),
        }),
      );
    return { likings: [...ofWares, ...ofShows], watched: new Set(watched.map(({ streamId }) => streamId)) };
  }

  #recommendation({ show, fit }: Ranked, now: number): Recommendation {
    const viewers = isOnAir(show) ? this.#audience.count(show._id) : 0;
    return {
      livestream: withoutBlockedWords(livestreamView(show, engagementOf(show.engagement ?? NOTHING_YET, viewers), now)),
      reason: reasonOf(show, fit.because),
    };
  }
}
const NO_HISTORY: { likings: Liking[]; watched: ReadonlySet<string> } = { likings: [], watched: new Set() };

const SAID = {
  because_bought: 'Because you bought',
  because_liked: 'Because you liked',
  because_watched: 'Because you watched',
} as const;

function reasonOf(show: LivestreamRecord, because: Liking | null): Recommendation['reason'] {
  if (because) return { code: because.reason, text: `${SAID[because.reason]} ${because.title}`, title: because.title };
  if (isOnAir(show)) return { code: 'live_now', text: 'Live now', title: null };
  if (show.status === 'scheduled') return { code: 'coming_up', text: 'Coming up', title: null };
  return { code: 'popular', text: 'Watched by many', title: null };
}
