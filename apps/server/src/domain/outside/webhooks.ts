import {
  LIMITS,
  type NewWebhookEndpoint,
  type WebhookDelivery,
  type WebhookDeliveryQuery,
  type WebhookEndpoint,
  WebhookEvent,
  type WebhookInput,
  type WebhookPatch,
  type WebhookPayload,
} from '@vitrine/protocol';
import { z } from 'zod';
import type { Clock } from '../../ports/clock.ts';
import type { AuditStore, JobRecord, JobStore, Page, WebhookEndpointRecord, WebhookEndpointStore } from '../../ports/storage.ts';
import { AddressRefused, type OutboundSender } from '../../ports/webhook-sender.ts';
import { type Actor, assertAdmin } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { derivedId, newId } from '../ids.ts';
import type { Webhooks } from '../services.ts';
import type { Deliveries, Tried } from './deliveries.ts';
import { newWebhookSecret, signedHeaders } from './signature.ts';

const ADMINS_ONLY = 'Webhooks are for admins.';

/** Milliseconds for which a node trusts its copy of the endpoints: one made on another node is told of what happens after that. */
const ENDPOINTS_KNOWN_FOR = 2_000;
const GONE = 410;

/** What a job of this kind holds: the body is made when it happens and stays as it was. */
const Payload = z.object({ event: z.string(), messageId: z.string(), body: z.string() });

/** Who may hear of events: what the orders and the shows call. */
export interface WebhookNews {
  /** Durable when it resolves: every endpoint that asked for it will be told. The same key of the same event is told once. */
  emit<Event extends WebhookEvent>(event: Event, key: string, payload: WebhookPayload<Event>): Promise<void>;
}

/** Endpoints of other systems, managed by admins, and what they are told. */
export class WebhookService implements Webhooks, WebhookNews {
  readonly #endpoints: WebhookEndpointStore;
  readonly #jobs: JobStore;
  readonly #audit: AuditStore;
  readonly #deliveries: Deliveries;
  readonly #sender: OutboundSender;
  readonly #clock: Clock;
  #known: { endpoints: WebhookEndpointRecord[]; until: number } | null = null;

  constructor(parts: {
    storage: { webhookEndpoints: WebhookEndpointStore; jobs: JobStore; audit: AuditStore };
    deliveries: Deliveries;
    sender: OutboundSender;
    clock: Clock;
  }) {
    this.#endpoints = parts.storage.webhookEndpoints;
    this.#jobs = parts.storage.jobs;
    this.#audit = parts.storage.audit;
    this.#deliveries = parts.deliveries;
    this.#sender = parts.sender;
    this.#clock = parts.clock;
    parts.deliveries.handle('webhook', (job, signal) => this.#deliver(job, signal));
  }

  async emit<Event extends WebhookEvent>(event: Event, key: string, payload: WebhookPayload<Event>): Promise<void> {
    const endpoints = (await this.#all()).filter(({ isActive, events }) => isActive && events.includes(event));
    await Promise.all(endpoints.map((endpoint) => this.#queue(endpoint, event, key, payload)));
  }

  async create(actor: Actor, input: WebhookInput): Promise<NewWebhookEndpoint> {
    assertAdmin(actor, ADMINS_ONLY);
    this.#assertAllowed(input.url);
    if ((await this.#endpoints.all()).length >= LIMITS.webhookEndpoints)
      throw new DomainError('conflict', `There are ${LIMITS.webhookEndpoints} webhooks already: delete one first.`);
    const record: WebhookEndpointRecord = {
      ...input,
      _id: newId(this.#clock),
      secret: newWebhookSecret(),
      isActive: true,
      createdAt: this.#clock.now(),
    };
    await this.#endpoints.insert(record);
    this.#known = null;
    await this.#note(actor, 'webhook.create', record);
    return { ...endpointView(record), secret: record.secret };
  }
  async list(actor: Actor): Promise<{ items: WebhookEndpoint[] }> {
    assertAdmin(actor, ADMINS_ONLY);
    return { items: (await this.#endpoints.all()).map(endpointView) };
  }
  async update(actor: Actor, id: string, patch: WebhookPatch): Promise<WebhookEndpoint> {
    assertAdmin(actor, ADMINS_ONLY);
    if (patch.url !== undefined) this.#assertAllowed(patch.url);
    const changed = await this.#endpoints.change(id, patch);
    if (!changed) throw unknownEndpoint();
    this.#known = null;
    await this.#note(actor, 'webhook.update', changed);
    return endpointView(changed);
  }
  async rotateSecret(actor: Actor, id: string): Promise<NewWebhookEndpoint> {
    assertAdmin(actor, ADMINS_ONLY);
    const changed = await this.#endpoints.change(id, { secret: newWebhookSecret() });
    if (!changed) throw unknownEndpoint();
    await this.#note(actor, 'webhook.rotate', changed);
    return { ...endpointView(changed), secret: changed.secret };
  }
  async delete(actor: Actor, id: string): Promise<void> {
    assertAdmin(actor, ADMINS_ONLY);
    const endpoint = await this.#endpoint(id);
    await this.#endpoints.delete(id);
    this.#known = null;
    await this.#note(actor, 'webhook.delete', endpoint);
  }
  async ping(actor: Actor, id: string): Promise<WebhookDelivery> {
    assertAdmin(actor, ADMINS_ONLY);
    const endpoint = await this.#endpoint(id);
    const key = newId(this.#clock);
    await this.#queue(endpoint, 'webhook.ping', key, { endpointId: id });
    const { items } = await this.#jobs.list({ kind: 'webhook', target: id, limit: 10 });
    const job = items.find((candidate) => candidate.key === jobKey(id, 'webhook.ping', key));
    if (!job) throw new DomainError('unavailable', 'The ping is on its way; the log does not show it yet.');
    return deliveryView(job);
  }
  async deliveries(actor: Actor, id: string, query: WebhookDeliveryQuery): Promise<Page<WebhookDelivery>> {
    assertAdmin(actor, ADMINS_ONLY);
    await this.#endpoint(id);
    const { items, nextCursor } = await this.#jobs.list({ ...query, kind: 'webhook', target: id });
    return nextCursor === undefined ? { items: items.map(deliveryView) } : { items: items.map(deliveryView), nextCursor };
  }
  async redeliver(actor: Actor, id: string, deliveryId: string): Promise<WebhookDelivery> {
    assertAdmin(actor, ADMINS_ONLY);
    await this.#endpoint(id);
    const job = await this.#jobs.byId(deliveryId);
    if (job?.kind !== 'webhook' || job.target !== id) throw new DomainError('not_found', 'There is no such delivery.');
    await this.#deliveries.redeliver(job);
    return deliveryView((await this.#jobs.byId(deliveryId)) ?? job);
  }

  async #queue(endpoint: WebhookEndpointRecord, event: string, key: string, data: unknown): Promise<void> {
    const body = JSON.stringify({ type: event, timestamp: new Date(this.#clock.now()).toISOString(), data });
    // The same for every endpoint and every try: by it a receiver knows what it has had.
    const messageId = `msg_${derivedId(event, key)}`;
    const payload: z.input<typeof Payload> = { event, messageId, body };
    await this.#deliveries.add({ kind: 'webhook', key: jobKey(endpoint._id, event, key), payload, target: endpoint._id });
  }
  async #deliver(job: JobRecord, signal: AbortSignal): Promise<Tried> {
    const endpoint = await this.#endpoints.byId(job.target);
    if (!endpoint) return { outcome: 'refused', result: 'the webhook has been deleted' };
    const { event, messageId, body } = Payload.parse(JSON.parse(job.payload));
    if (!endpoint.isActive && event !== 'webhook.ping') return { outcome: 'refused', result: 'the webhook is paused' };
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Vitrine-Webhooks/1',
      ...signedHeaders(endpoint.secret, messageId, this.#clock.now(), body),
    };
    let answer: Awaited<ReturnType<OutboundSender['post']>>;
    try {
      answer = await this.#sender.post({ url: endpoint.url, headers, body }, signal);
    } catch (error) {
      if (error instanceof AddressRefused) return { outcome: 'refused', result: error.message };
      throw error;
    }
    const result = `answered ${answer.status}`;
    if (answer.status >= 200 && answer.status < 300) return { outcome: 'delivered', result };
    if (answer.status === GONE) {
      // Standard Webhooks: the receiver wants to hear nothing more.
      await this.#endpoints.change(endpoint._id, { isActive: false });
      this.#known = null;
      return { outcome: 'refused', result: `${result}: the webhook is paused from now on` };
    }
    return { outcome: 'failed', result, ...(answer.retryAfter === null ? {} : { retryAfter: answer.retryAfter }) };
  }

  async #all(): Promise<WebhookEndpointRecord[]> {
    const now = this.#clock.monotonic();
    if (this.#known && now < this.#known.until) return this.#known.endpoints;
    const endpoints = await this.#endpoints.all();
    this.#known = { endpoints, until: now + ENDPOINTS_KNOWN_FOR };
    return endpoints;
  }
  async #endpoint(id: string): Promise<WebhookEndpointRecord> {
    const endpoint = await this.#endpoints.byId(id);
    if (!endpoint) throw unknownEndpoint();
    return endpoint;
  }
  #assertAllowed(url: string): void {
    const objection = this.#sender.objection(url);
    if (objection !== null)
      throw new DomainError('invalid', `The address ${objection}.`, { fields: [{ path: 'url', message: objection }] });
  }
  async #note(actor: Actor, action: string, endpoint: WebhookEndpointRecord): Promise<void> {
    await this.#audit.append({
      _id: newId(this.#clock),
      at: this.#clock.now(),
      actorId: actor.id,
      actorName: actor.name ?? '',
      action,
      streamId: null,
      // The path may hold a secret of the receiver's.
      target: new URL(endpoint.url).host,
      details: { endpointId: endpoint._id, isActive: endpoint.isActive, events: endpoint.events.join(' ') },
    });
  }
}

const jobKey = (endpointId: string, event: string, key: string): string => `webhook:${endpointId}:${event}:${key}`;
const unknownEndpoint = (): DomainError => new DomainError('not_found', 'There is no such webhook.');

const KNOWN_EVENTS: ReadonlySet<string> = new Set(WebhookEvent.options);
const isKnown = (event: string): event is WebhookEvent => KNOWN_EVENTS.has(event);
const endpointView = (record: WebhookEndpointRecord): WebhookEndpoint => ({
  _id: record._id,
  url: record.url,
  events: record.events.filter(isKnown),
  isActive: record.isActive,
  createdAt: new Date(record.createdAt).toISOString(),
});

function deliveryView(job: JobRecord): WebhookDelivery {
  const { event, messageId } = Payload.parse(JSON.parse(job.payload));
  return {
    _id: job._id,
    event,
    messageId,
    state: job.state,
    tries: job.attempts,
    nextTryAt: job.state === 'due' ? new Date(job.dueAt).toISOString() : null,
    lastResult: job.lastResult,
    createdAt: new Date(job.createdAt).toISOString(),
    updatedAt: new Date(job.updatedAt).toISOString(),
  };
}
