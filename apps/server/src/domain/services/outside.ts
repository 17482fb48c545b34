import type {
  Livestream,
  NewWebhookEndpoint,
  PushOptions,
  PushSubscription,
  PushSubscriptionInput,
  ReminderAnswer,
  ReminderList,
  WebhookDelivery,
  WebhookDeliveryQuery,
  WebhookEndpoint,
  WebhookInput,
  WebhookPatch,
} from '@vitrine/protocol';
import type { Page } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';

/** Endpoints of other systems that are told of shows and orders. For admins. */
export interface Webhooks {
  /** `invalid` for an address that is never sent to. The secret is told once. */
  create(actor: Actor, input: WebhookInput): Promise<NewWebhookEndpoint>;
  list(actor: Actor): Promise<{ items: WebhookEndpoint[] }>;
  /** Paused: what happens meanwhile is not told later. */
  update(actor: Actor, id: string, patch: WebhookPatch): Promise<WebhookEndpoint>;
  rotateSecret(actor: Actor, id: string): Promise<NewWebhookEndpoint>;
  delete(actor: Actor, id: string): Promise<void>;
  /** Sends a `webhook.ping`, to a paused one too. */
  ping(actor: Actor, id: string): Promise<WebhookDelivery>;
  /** What it was sent, newest first. */
  deliveries(actor: Actor, id: string, query: WebhookDeliveryQuery): Promise<Page<WebhookDelivery>>;
  redeliver(actor: Actor, id: string, deliveryId: string): Promise<WebhookDelivery>;
}

/** Who wants to be told when a show starts. */
export interface Reminders {
  /** For guests and accounts (`name_required`). `ended`, `already_live` for a show that needs no reminder any more. */
  set(actor: Actor, streamId: string): Promise<ReminderAnswer>;
  unset(actor: Actor, streamId: string): Promise<ReminderAnswer>;
  get(actor: Actor, streamId: string): Promise<ReminderAnswer>;
  list(actor: Actor): Promise<ReminderList>;
  /** A show has started, here or on another node: these subjects asked to be told. Told on every node, in parts. */
  onDue(listener: (livestream: Livestream, subjectIds: ReadonlySet<string>) => void): () => void;
}

/** Browsers and phones that may be pushed to. */
export interface PushSubscriptions {
  options(): Promise<PushOptions>;
  /** `conflict` where this kind of push is off. The same browser or phone again is one subscription, of who told it last. */
  add(actor: Actor, input: PushSubscriptionInput): Promise<PushSubscription>;
  remove(actor: Actor, id: string): Promise<void>;
}
