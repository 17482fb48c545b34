import type { Storage } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';
import { derivedId } from '../ids.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';
import type { TimelineService } from '../timeline/timelines.ts';

/** Messages that are taken from screens at the same time. */
const BATCH = 200;
const MAX_REMINDERS = 1_000;

/** Forgets a person everywhere but in the counts and the books. Asked again after a failure it goes on where it was. */
export class Forgetting {
  readonly #storage: Storage;
  readonly #timelines: TimelineService;
  readonly #livestreams: LivestreamService;
  readonly #feed: ShopFeed;
  readonly #secret: string;

  constructor(parts: { storage: Storage; timelines: TimelineService; livestreams: LivestreamService; feed: ShopFeed; secret: string }) {
    this.#storage = parts.storage;
    this.#timelines = parts.timelines;
    this.#livestreams = parts.livestreams;
    this.#feed = parts.feed;
    this.#secret = parts.secret;
  }

  /** A parcel needs an address until it has been handed over. */
  async assertNothingOpen(id: string): Promise<void> {
    const [order] = (await this.#storage.orders.list({ buyerId: id, states: ['pending', 'paid'], limit: 1 })).items;
    if (order)
      throw new DomainError('conflict', `Order ${order.number} is still on its way. Cancel it, or wait until it is done.`, {
        fields: [{ path: 'orders', message: order.number }],
      });
  }

  async forget(id: string): Promise<void> {
    // The same each time, so that what was half done is found again; without the secret nobody can tell whose it was.
    const standIn = derivedId('forgotten', this.#secret, id);
    await this.#emptyMessages(id, standIn);
    await this.#storage.orders.anonymise(id, standIn);
    await this.#storage.viewers.anonymise(id, standIn);
    for (const { _id } of await this.#storage.pushSubscriptions.ofSubject(id)) await this.#storage.pushSubscriptions.delete(_id);
    for (const streamId of await this.#storage.reminders.ofSubject(id, MAX_REMINDERS)) await this.#storage.reminders.remove(streamId, id);
  }

  async #emptyMessages(id: string, standIn: string): Promise<void> {
    await this.#storage.heldMessages.removeOf(id);
    const questions = await this.#storage.questions.redactAsker(id);
    const said = await this.#storage.timeline.redactActor(id);
    for (let start = 0; start < said.length; start += BATCH)
      await Promise.all(said.slice(start, start + BATCH).map(({ streamId, offset }) => this.#empty(streamId, offset)));
    for (const { _id: questionId, streamId } of questions)
      await this.#timelines.append(streamId, { key: `removed:${questionId}`, type: 'question_removed', data: { questionId } });
    for (const streamId of new Set(said.map((entry) => entry.streamId))) await this.#tidy(streamId, said, standIn);
  }
  /** The store's entry is empty; now the rest that quotes it, this node's memory, and by the deletion the others' and every screen. */
  async #empty(streamId: string, offset: number): Promise<void> {
    await this.#storage.reports.redact(streamId, offset);
    this.#timelines.redact(streamId, offset);
    await this.#timelines.append(streamId, { key: `deleted:${offset}`, type: 'message_deleted', data: { offset } });
  }
  /** What the show's own document says of its chat. */
  async #tidy(streamId: string, said: { streamId: string; offset: number }[], standIn: string): Promise<void> {
    const [show] = await this.#storage.livestreams.byIds([streamId]);
    if (!show) return;
    if (show.status === 'ended')
      await this.#feed.tell('show_changed', `show:${streamId}:forgotten:${standIn}`, { livestreamId: streamId, change: 'edited' });
    else if (said.some((entry) => entry.streamId === streamId && entry.offset === show.pinnedMessage))
      await this.#livestreams.changeWith(
        streamId,
        { pinnedMessage: null },
        { key: `unpinned:${show.pinnedMessage}:${standIn}`, type: 'message_pinned', data: { offset: null } },
      );
  }
}
