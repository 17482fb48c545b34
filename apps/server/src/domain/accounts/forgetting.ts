import type { Storage } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';
import { derivedId } from '../ids.ts';
import type { TimelineService } from '../timeline/timelines.ts';

/** Messages that are taken from screens at the same time. */
const BATCH = 200;
const MAX_REMINDERS = 1_000;

/** Forgets a person everywhere but in the counts and the books. Asked again after a failure it goes on where it was. */
export class Forgetting {
  readonly #storage: Storage;
  readonly #timelines: Pick<TimelineService, 'append'>;
  readonly #secret: string;

  constructor(parts: { storage: Storage; timelines: Pick<TimelineService, 'append'>; secret: string }) {
    this.#storage = parts.storage;
    this.#timelines = parts.timelines;
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
    await this.#emptyMessages(id);
    await this.#storage.orders.anonymise(id, standIn);
    await this.#storage.viewers.anonymise(id, standIn);
    for (const { _id } of await this.#storage.pushSubscriptions.ofSubject(id)) await this.#storage.pushSubscriptions.delete(_id);
    for (const streamId of await this.#storage.reminders.ofSubject(id, MAX_REMINDERS)) await this.#storage.reminders.remove(streamId, id);
  }

  async #emptyMessages(id: string): Promise<void> {
    await this.#storage.heldMessages.removeOf(id);
    const said = (await this.#storage.timeline.redactActor(id)).filter(({ type }) => type === 'chat_message');
    for (let start = 0; start < said.length; start += BATCH)
      await Promise.all(
        said.slice(start, start + BATCH).map(async ({ streamId, offset }) => {
          await this.#storage.reports.redact(streamId, offset);
          await this.#timelines.append(streamId, { key: `deleted:${offset}`, type: 'message_deleted', data: { offset } });
        }),
      );
    for (const { _id: questionId, streamId } of await this.#storage.questions.redactAsker(id))
      await this.#timelines.append(streamId, { key: `question-removed:${questionId}`, type: 'question_removed', data: { questionId } });
  }
}
