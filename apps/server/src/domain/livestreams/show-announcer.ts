import type { Storage } from '../../ports/storage.ts';
import { Listeners } from '../listeners.ts';
import type { TimelineService } from '../timeline/timelines.ts';
import type { ListedFaces } from './listed-faces.ts';
import { withoutBlockedWords } from './livestream-view.ts';
import type { OnAirShows } from './on-air.ts';
import type { ShowChange } from './show-ledger.ts';
import type { ShowViews } from './show-views.ts';

/** Tells this node, and the lobbies on it, what any node has made of a show. */
export class ShowAnnouncer {
  readonly started = new Listeners<[string]>();
  readonly hidden = new Listeners<[string]>();
  readonly changed = new Listeners<[string]>();
  readonly deleted = new Listeners<[string]>();
  readonly #storage: Storage;
  readonly #timelines: TimelineService;
  readonly #onAir: OnAirShows;
  readonly #lists: ListedFaces;
  readonly #views: ShowViews;

  constructor(parts: { storage: Storage; timelines: TimelineService; onAir: OnAirShows; lists: ListedFaces; views: ShowViews }) {
    this.#storage = parts.storage;
    this.#timelines = parts.timelines;
    this.#onAir = parts.onAir;
    this.#lists = parts.lists;
    this.#views = parts.views;
  }

  /** A show has changed, here or on another node. */
  async hear(id: string, change: ShowChange): Promise<void> {
    if (change === 'deleted') return this.#hearDeleted(id);
    const record = await this.#onAir.refresh(id);
    if (!record) return;
    if (change === 'started') this.started.tell(id);
    this.changed.tell(id);
    if (record.visibility === 'private') this.hidden.tell(id);
    const news = this.#lists.news(record);
    if (news === 'unlisted') this.#timelines.announce({ type: 'show_unlisted', streamId: id });
    const isTurn = change === 'started' || change === 'stopped';
    if (record.visibility !== 'public' || (!isTurn && news !== 'listed')) return;
    const livestream = withoutBlockedWords(await this.#views.view(record));
    if (change === 'started')
      this.#timelines.announce({ type: 'stream_started', livestream, at: livestream.startTime ?? livestream.updatedAt });
    else if (change !== 'stopped') this.#timelines.announce({ type: 'show_listed', livestream });
    else
      this.#timelines.announce({
        type: 'stream_stopped',
        livestream,
        at: livestream.endTime ?? livestream.updatedAt,
        duration: livestream.duration,
      });
  }

  async #hearDeleted(id: string): Promise<void> {
    this.deleted.tell(id);
    this.#timelines.forget(id);
    const [deleted] = await this.#storage.deletedShows.byIds([id]);
    // The id of one that nobody was shown is for the shop's staff alone.
    const wasListed = this.#lists.forget(id) || deleted?.visibility === 'public';
    this.#timelines.announce({ type: 'show_unlisted', streamId: id, ...(wasListed ? {} : { toStaffOnly: true }) });
  }
}
