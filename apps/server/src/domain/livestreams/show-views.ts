import { LIMITS, type Livestream, type LivestreamDetail, type LivestreamQuery } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { LivestreamRecord, Page, Storage } from '../../ports/storage.ts';
import { type Actor, isStaff, mayModerate, mayRun } from '../actor.ts';
import type { AudienceService } from '../audience/audience.ts';
import { productInShow } from '../catalogue/product-in-show.ts';
import { DomainError } from '../errors.ts';
import type { LivestreamState } from '../services.ts';
import { stageView } from '../stage/guests.ts';
import type { ListedFaces } from './listed-faces.ts';
import { engagementOf, livestreamView, readCounts, readEngagement, withoutBlockedWords } from './livestream-view.ts';
import { isOnAir, ON_AIR, type OnAirShows } from './on-air.ts';

/** A rehearsal that is over is in no list any more, unless the staff asks for it. */
export const isKept = ({ rehearsal, status }: LivestreamRecord): boolean => !(rehearsal && status === 'ended');

/** Shows as they are read: who may see which, and what they are given of it. */
export class ShowViews {
  readonly #storage: Storage;
  readonly #audience: AudienceService;
  readonly #clock: Clock;
  readonly #onAir: OnAirShows;
  readonly #lists: ListedFaces;

  constructor(parts: { storage: Storage; audience: AudienceService; clock: Clock; onAir: OnAirShows; lists: ListedFaces }) {
    this.#storage = parts.storage;
    this.#audience = parts.audience;
    this.#clock = parts.clock;
    this.#onAir = parts.onAir;
    this.#lists = parts.lists;
  }

  async record(id: string): Promise<LivestreamRecord> {
    const record = await this.#storage.livestreams.byId(id);
    if (!record) throw new DomainError('not_found', 'There is no such show.');
    return record;
  }
  /** The record, for whoever may see it: a private show is hidden from all but the shop's staff. */
  async visible(actor: Actor | null, id: string): Promise<LivestreamRecord> {
    const record = await this.record(id);
    if (record.visibility === 'private' && !isStaff(actor) && actor?.rehearses !== id)
      throw new DomainError('not_found', 'There is no such show.');
    return record;
  }
  /** The record, for whoever may run the show. */
  async runnable(actor: Actor, id: string): Promise<LivestreamRecord> {
    const record = await this.visible(actor, id);
    if (!mayRun(actor, record.createdBy)) throw new DomainError('forbidden', 'Only its host and admins may run this show.');
    return record;
  }

  async get(actor: Actor | null, id: string): Promise<LivestreamDetail> {
    const record = await this.visible(actor, id);
    const [engagement, products] = await Promise.all([
      readEngagement(this.#storage, id, this.#audience.count(id)),
      this.#storage.products.byIds(record.pinnedProducts),
    ]);
    const view = {
      ...livestreamView(record, engagement, this.#clock.now()),
      products: products.map((product) => productInShow(product, record)),
    };
    return actor && mayModerate(actor, record.createdBy) ? view : withoutBlockedWords(view);
  }
  async preview(id: string): Promise<LivestreamRecord | null> {
    const record = this.#onAir.get(id) ?? (await this.#storage.livestreams.byId(id));
    return record?.visibility === 'private' ? null : record;
  }
  async list(actor: Actor | null, query: LivestreamQuery): Promise<Page<Livestream>> {
    const { items, nextCursor } = await this.#storage.livestreams.list({
      statuses: query.status ? [query.status] : [...ON_AIR],
      limit: query.limit,
      ...(isStaff(actor) ? {} : { visibilities: ['public' as const] }),
      ...(query.cursor ? { cursor: query.cursor } : {}),
      ...(query.search ? { search: query.search } : {}),
      ...(query.tag ? { tag: query.tag } : {}),
    });
    for (const record of items) this.#lists.given(record);
    const isWanted = query.rehearsals === 'all' && isStaff(actor) ? () => true : isKept;
    const listed = await Promise.all(items.filter(isWanted).map((record) => this.#listed(record)));
    const shown = query.status === 'ended' ? await this.#withPictures(listed) : listed;
    const views = shown.map((view) => (actor && mayModerate(actor, view.createdBy) ? view : withoutBlockedWords(view)));
    return nextCursor === undefined ? { items: views } : { items: views, nextCursor };
  }
  async state(id: string): Promise<LivestreamState> {
    const record = await this.record(id);
    return {
      status: record.status,
      visibility: record.visibility,
      createdBy: record.createdBy,
      startTime: record.startTime === null ? null : new Date(record.startTime).toISOString(),
      peakViewers: Math.max(record.peakViewers, this.#onAir.get(id)?.peakViewers ?? 0),
      pinnedProducts: record.pinnedProducts,
      pinnedMessage: record.pinnedMessage,
      guests: stageView(record),
      settings: record.settings,
    };
  }
  /** As the API gives it, without who liked and what was said. */
  async view(record: LivestreamRecord): Promise<Livestream> {
    return livestreamView(record, await readCounts(this.#storage, record._id, this.#audience.count(record._id)), this.#clock.now());
  }

  /** What was presented, for the cards of past shows: one question to the store for a whole page of them. */
  async #withPictures(shows: Livestream[]): Promise<Livestream[]> {
    const presented = ({ lineup }: Livestream) => lineup.slice(0, LIMITS.lineupPictures).map(({ productId }) => productId);
    const ids = new Set(shows.flatMap(presented));
    if (ids.size === 0) return shows;
    const products = await this.#storage.products.byIds([...ids]);
    const pictures = new Map(products.map(({ _id, images }) => [_id, images[0]]));
    return shows.map((show) => {
      const lineupPictures = presented(show).flatMap((id) => pictures.get(id) ?? []);
      return lineupPictures.length === 0 ? show : { ...show, lineupPictures };
    });
  }
  /** As a list shows it: from the projection where there is one, so that a page of shows is one question to the store. */
  async #listed(record: LivestreamRecord): Promise<Livestream> {
    if (record.engagement === null) return this.view(record);
    const viewerCount = isOnAir(record) ? Math.max(this.#audience.count(record._id), record.engagement.viewerCount) : 0;
    return livestreamView(record, engagementOf(record.engagement, viewerCount), this.#clock.now());
  }
}
