import { LIMITS, type PushMessage, type PushOptions, type PushSubscription, type PushSubscriptionInput } from '@vitrine/protocol';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { PushSender } from '../../ports/push.ts';
import type { JobRecord, LivestreamStore, PushSubscriptionRecord, PushSubscriptionStore, ReminderStore } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { sha256 } from '../ids.ts';
import type { PushSubscriptions } from '../services.ts';
import type { Deliveries, Tried } from './deliveries.ts';

/** Subjects told by one job: short enough to be done long before another node would take it over. */
const PAGE = 200;
/** Milliseconds after which Expo says what became of a message; it keeps receipts for a day. */
const RECEIPT_AFTER = 15 * 60_000;

const Payload = z.discriminatedUnion('type', [
  /** Queues the pushes for the subjects after this one. */
  z.object({ type: z.literal('reminders'), streamId: z.string(), run: z.int(), after: z.string().nullable() }),
  z.object({ type: z.literal('push'), subjectId: z.string(), subscriptionId: z.string(), streamId: z.string() }),
  z.object({ type: z.literal('receipt'), kind: z.enum(['web', 'expo']), receiptId: z.string(), subscriptionId: z.string() }),
]);
type Payload = z.infer<typeof Payload>;
type PayloadOf<Type extends Payload['type']> = Extract<Payload, { type: Type }>;

/** Pushes to the browsers and phones of those who asked to be told that a show starts. */
export class PushService implements PushSubscriptions {
  readonly #livestreams: LivestreamStore;
  readonly #reminders: ReminderStore;
  readonly #subscriptions: PushSubscriptionStore;
  readonly #deliveries: Deliveries;
  readonly #senders: readonly PushSender[];
  readonly #clock: Clock;

  constructor(parts: {
    storage: { livestreams: LivestreamStore; reminders: ReminderStore; pushSubscriptions: PushSubscriptionStore };
    deliveries: Deliveries;
    /** Empty: pushes are off. */
    senders: readonly PushSender[];
    clock: Clock;
  }) {
    this.#livestreams = parts.storage.livestreams;
    this.#reminders = parts.storage.reminders;
    this.#subscriptions = parts.storage.pushSubscriptions;
    this.#deliveries = parts.deliveries;
    this.#senders = parts.senders;
    this.#clock = parts.clock;
    if (parts.senders.length > 0) parts.deliveries.handle('push', (job, signal) => this.#deliver(job, signal));
  }

  async options(): Promise<PushOptions> {
    const publicKey = this.#sender('web')?.publicKey ?? null;
    return { web: publicKey === null ? null : { publicKey }, expo: this.#sender('expo') !== undefined };
  }
  async add(actor: Actor, input: PushSubscriptionInput): Promise<PushSubscription> {
    if (actor.role === 'viewer') throw new DomainError('name_required', 'Say your name first.');
    const sender = this.#sender(input.kind);
    if (!sender) throw new DomainError('conflict', 'This shop sends no such pushes.');
    const address = input.kind === 'web' ? input.endpoint : input.token;
    const objection = sender.objection(address);
    const path = input.kind === 'web' ? 'endpoint' : 'token';
    if (objection !== null) throw new DomainError('invalid', `The address ${objection}.`, { fields: [{ path, message: objection }] });
    const record: PushSubscriptionRecord = {
      _id: sha256(address),
      subjectId: actor.id,
      kind: input.kind,
      address,
      keys: input.kind === 'web' ? input.keys : null,
      createdAt: this.#clock.now(),
    };
    await this.#subscriptions.put(record);
    // Browsers that were thrown away say no goodbye: the oldest make room.
    const all = (await this.#subscriptions.ofSubject(actor.id)).sort((one, other) => other.createdAt - one.createdAt);
    for (const { _id } of all.slice(LIMITS.pushSubscriptions)) await this.#subscriptions.delete(_id);
    return { _id: record._id, kind: record.kind };
  }
  async remove(actor: Actor, id: string): Promise<void> {
    const own = (await this.#subscriptions.ofSubject(actor.id)).some(({ _id }) => _id === id);
    if (!own) throw new DomainError('not_found', 'There is no such subscription.');
    await this.#subscriptions.delete(id);
  }

  /** The show has started: durable when it resolves. The same start is told once. */
  async showStarted(streamId: string, run: number): Promise<void> {
    if (this.#senders.length > 0) await this.#queue(`reminders:${streamId}:${run}`, { type: 'reminders', streamId, run, after: null });
  }

  #sender(kind: PushSender['kind']): PushSender | undefined {
    return this.#senders.find((sender) => sender.kind === kind);
  }
  async #queue(key: string, payload: Payload, delay = 0): Promise<void> {
    const target = payload.type === 'push' ? payload.subjectId : payload.type === 'receipt' ? payload.subscriptionId : payload.streamId;
    await this.#deliveries.add({ kind: 'push', key: `push:${key}`, payload, target, delay });
  }
  async #deliver(job: JobRecord, signal: AbortSignal): Promise<Tried> {
    const payload = Payload.parse(JSON.parse(job.payload));
    switch (payload.type) {
      case 'reminders':
        return this.#remind(payload);
      case 'push':
        return this.#push(payload, signal);
      case 'receipt':
        return this.#readReceipt(payload);
    }
  }

  async #remind({ streamId, run, after }: PayloadOf<'reminders'>): Promise<Tried> {
    const subjects = await this.#reminders.ofStream(streamId, after, PAGE);
    for (const subjectId of subjects)
      for (const { _id, kind } of await this.#subscriptions.ofSubject(subjectId))
        if (this.#sender(kind)) await this.#queue(`${streamId}:${run}:${_id}`, { type: 'push', subjectId, subscriptionId: _id, streamId });
    const last = subjects.at(-1);
    if (last !== undefined && subjects.length === PAGE)
      await this.#queue(`reminders:${streamId}:${run}:${last}`, { type: 'reminders', streamId, run, after: last });
    return { outcome: 'delivered', result: `${subjects.length} to be told` };
  }

  async #push({ subjectId, subscriptionId, streamId }: PayloadOf<'push'>, signal: AbortSignal): Promise<Tried> {
    const subscription = (await this.#subscriptions.ofSubject(subjectId)).find(({ _id }) => _id === subscriptionId);
    const sender = subscription && this.#sender(subscription.kind);
    const show = await this.#livestreams.byId(streamId);
    if (!subscription || !sender) return { outcome: 'refused', result: 'unsubscribed' };
    if (!show || show.status === 'ended' || show.visibility === 'private') return { outcome: 'refused', result: 'the show is over' };
    const message: PushMessage = {
      type: 'livestream.started',
      livestreamId: streamId,
      title: show.title,
      body: show.hostName === '' ? 'is live now' : `${show.hostName} is live now`,
      url: `/watch/${streamId}`,
    };
    const sent = await sender.send(
      subscription,
      { title: message.title, body: message.body, data: JSON.stringify(message), topic: streamId },
      signal,
    );
    switch (sent.outcome) {
      case 'sent': {
        const { receiptId } = sent;
        if (receiptId !== undefined)
          await this.#queue(`receipt:${receiptId}`, { type: 'receipt', kind: subscription.kind, receiptId, subscriptionId }, RECEIPT_AFTER);
        return { outcome: 'delivered', result: 'taken by the push service' };
      }
      case 'gone':
        await this.#subscriptions.delete(subscriptionId);
        return { outcome: 'refused', result: 'unsubscribed' };
      case 'refused':
        return { outcome: 'refused', result: sent.reason };
      case 'later':
        return { outcome: 'failed', result: sent.reason, ...(sent.retryAfter === null ? {} : { retryAfter: sent.retryAfter }) };
    }
  }

  async #readReceipt({ kind, receiptId, subscriptionId }: PayloadOf<'receipt'>): Promise<Tried> {
    const found = (await this.#sender(kind)?.receipt?.(receiptId)) ?? 'unknown';
    if (found === 'unknown') return { outcome: 'failed', result: 'there is no receipt yet' };
    if (found === 'gone') await this.#subscriptions.delete(subscriptionId);
    return { outcome: 'delivered', result: found === 'gone' ? 'unsubscribed' : 'delivered' };
  }
}
