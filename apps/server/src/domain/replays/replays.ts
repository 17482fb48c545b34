import type { TimelineEntry } from '@vitrine/protocol';
import {
  type Chapter,
  HOST_SEAT,
  type Replay,
  type ReplayGuest,
  type ReplayMoment,
  type ReplayMomentPage,
  type ReplayMomentQuery,
} from '@vitrine/protocol';
import type { LivestreamRecord, Storage } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { productView } from '../catalogue/product-view.ts';
import { DomainError } from '../errors.ts';
import { chatMessage } from '../livestreams/livestream-view.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { Replays } from '../services.ts';
import { trackOf } from './caption-track.ts';
import { chaptersOfPins } from './chapters.ts';
import { clockOf, type ReplayClock } from './replay-clock.ts';

/** Changes of the pins that are looked at, the newest. */
const MAX_PIN_CHANGES = 500;
/** Who jumps somewhere reads what was said shortly before, so many entries of the timeline. */
const BEFORE_A_JUMP = 80;

/** Past shows as they are seen again: what was recorded, and what was said, pinned and sold meanwhile. */
export class ReplayService implements Replays {
  readonly #storage: Pick<Storage, 'timeline' | 'products' | 'livestreams' | 'captions'>;
  readonly #livestreams: LivestreamService;
  readonly #audit: AuditLog;

  constructor(parts: { storage: Storage; livestreams: LivestreamService; audit: AuditLog }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#audit = parts.audit;
  }

  async get(actor: Actor | null, streamId: string): Promise<Replay> {
    return this.#view(await this.#livestreams.visible(actor, streamId));
  }

  async moments(actor: Actor | null, streamId: string, { at, after, limit }: ReplayMomentQuery): Promise<ReplayMomentPage> {
    const show = await this.#livestreams.visible(actor, streamId);
    const clock = clockOf(show);
    const from = after ?? (at === undefined ? 0 : Math.max(0, (await this.#lastBefore(streamId, clock.instantOf(at))) - BEFORE_A_JUMP));
    const entries = await this.#storage.timeline.after(streamId, from, limit);
    // What is bought from the replay stands in the timeline too, after the show.
    const within = entries.filter((entry) => show.endTime === null || Date.parse(entry.at) <= show.endTime);
    const items = within.flatMap((entry) => momentOf(entry, clock));
    const last = entries.at(-1);
    return entries.length < limit || !last ? { items } : { items, nextAfter: last.offset };
  }

  async setChapters(actor: Actor, streamId: string, chapters: Chapter[] | null): Promise<Replay> {
    const show = await this.#livestreams.runnable(actor, streamId);
    const { duration } = clockOf(show);
    const sorted = chapters && [...chapters].sort((one, other) => one.at - other.at);
    const beyond = chapters?.findIndex(({ at }) => at > duration) ?? -1;
    if (beyond >= 0)
      throw new DomainError('invalid', 'A chapter begins after the end of the recording.', {
        fields: [{ path: `chapters.${beyond}.at`, message: `is after the end (${Math.floor(duration)} s)` }],
      });
    await this.#assertKnown(chapters ?? []);
    const changed = await this.#storage.livestreams.change(streamId, ['ended'], { chapters: sorted });
    if (!changed) throw new DomainError('not_found', 'There is no such show.');
    await this.#audit.record(actor, 'replay.chapters', { streamId, target: show.title });
    return this.#view(changed);
  }

  async #view(show: LivestreamRecord): Promise<Replay> {
    const clock = clockOf(show);
    const entries = await this.#storage.timeline.ofTypes(show._id, ['pins_changed'], MAX_PIN_CHANGES);
    const pins = entries.flatMap((entry) =>
      entry.type === 'pins_changed' ? [{ at: clock.positionOf(Date.parse(entry.at)), productIds: entry.data.productIds }] : [],
    );
    const edited = show.chapters ?? null;
    const ids = new Set([...pins.map(({ productIds }) => productIds[0]), ...pins.flatMap(({ productIds }) => productIds)]);
    for (const { productId } of [...(edited ?? []), ...show.lineup]) if (productId !== null) ids.add(productId);
    const known = await this.#storage.products.byIds([...ids].filter((id) => id !== undefined));
    const titles = new Map(known.map(({ _id, title }) => [_id, title]));
    return {
      livestreamId: show._id,
      parts: [...clock.parts],
      guests: guestsOf(show, clock),
      duration: clock.duration,
      chapters: edited ?? chaptersOfPins(pins, titles),
      chaptersEdited: edited !== null,
      captions: (await this.#storage.captions.ofStream(show._id)).map(trackOf),
      pins,
      products: known.filter(({ archived }) => !archived).map(productView),
    };
  }

  async #assertKnown(chapters: readonly Chapter[]): Promise<void> {
    const named = chapters.flatMap(({ productId }) => (productId === null ? [] : [productId]));
    const known = new Set((await this.#storage.products.byIds([...new Set(named)])).map(({ _id }) => _id));
    const unknown = chapters.findIndex(({ productId }) => productId !== null && !known.has(productId));
    if (unknown >= 0)
      throw new DomainError('invalid', 'A chapter names a product that the shop does not know.', {
        fields: [{ path: `chapters.${unknown}.productId`, message: 'unknown product' }],
      });
  }

  /** The offset of the last entry before an instant; times rise with offsets, so a few looks find it among any number. */
  async #lastBefore(streamId: string, instant: number): Promise<number> {
    let [low, high] = [0, (await this.#storage.timeline.tail(streamId)).offset];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const [entry] = await this.#storage.timeline.after(streamId, middle - 1, 1);
      if (entry && Date.parse(entry.at) < instant) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function guestsOf({ recording }: LivestreamRecord, clock: ReplayClock): ReplayGuest[] {
  const tracks = recording?.tracks.filter(({ seat }) => seat !== HOST_SEAT) ?? [];
  return tracks.flatMap((track) => clock.beside(track)).sort((one, other) => one.position - other.position);
}

/** Nothing for what viewers don't see, and for what was taken away. */
function momentOf(entry: TimelineEntry, clock: ReplayClock): ReplayMoment[] {
  const place = { at: clock.positionOf(Date.parse(entry.at)), offset: entry.offset };
  switch (entry.type) {
    case 'chat_message':
      return chatMessage(entry).map((message) => ({ ...place, type: 'chat_message', message }));
    case 'announcement':
      return [{ ...place, type: 'announcement', message: entry.data.message }];
    case 'question_asked': {
      const { questionId, username, text } = entry.data;
      return text === '' ? [] : [{ ...place, type: 'question_asked', questionId, username, text }];
    }
    case 'order_placed':
      return [{ ...place, type: 'order_placed', lines: entry.data.lines }];
    default:
      return [];
  }
}
