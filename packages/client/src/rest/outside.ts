import type {
  NewWebhookEndpoint,
  PushOptions,
  PushSubscription,
  PushSubscriptionInput,
  ReminderAnswer,
  ReminderList,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookInput,
  WebhookPatch,
} from '@vitrine/protocol';
import type { CallOptions, ListPage, Request } from './call.ts';

/** What reaches people and other systems outside: reminders, pushes, webhooks. */
export function outsideCalls(request: Request) {
  const reminder = (streamId: string): string => `/livestreams/${encodeURIComponent(streamId)}/reminder`;
  const webhook = (id: string): string => `/webhooks/${encodeURIComponent(id)}`;
  return {
    reminder: (streamId: string, call: CallOptions = {}) => request<ReminderAnswer>('GET', reminder(streamId), call),
    /** `isSet` false: not to be told after all. */
    setReminder: (streamId: string, isSet: boolean, call: CallOptions = {}) =>
      request<ReminderAnswer>(isSet ? 'POST' : 'DELETE', reminder(streamId), call),
    reminders: (call: CallOptions = {}) => request<ReminderList>('GET', '/reminders', call),
    pushOptions: (call: CallOptions = {}) => request<PushOptions>('GET', '/push', call),
    addPushSubscription: (input: PushSubscriptionInput, call: CallOptions = {}) =>
      request<PushSubscription>('POST', '/push/subscriptions', { ...call, body: input }),
    removePushSubscription: (id: string, call: CallOptions = {}) =>
      request<void>('DELETE', `/push/subscriptions/${encodeURIComponent(id)}`, call),

    webhooks: (call: CallOptions = {}) => request<{ items: WebhookEndpoint[] }>('GET', '/webhooks', call),
    /** The answer alone has the secret. */
    createWebhook: (input: WebhookInput, call: CallOptions = {}) =>
      request<NewWebhookEndpoint>('POST', '/webhooks', { ...call, body: input }),
    updateWebhook: (id: string, patch: WebhookPatch, call: CallOptions = {}) =>
      request<WebhookEndpoint>('PATCH', webhook(id), { ...call, body: patch }),
    rotateWebhookSecret: (id: string, call: CallOptions = {}) => request<NewWebhookEndpoint>('POST', `${webhook(id)}/secret`, call),
    deleteWebhook: (id: string, call: CallOptions = {}) => request<void>('DELETE', webhook(id), call),
    pingWebhook: (id: string, call: CallOptions = {}) => request<WebhookDelivery>('POST', `${webhook(id)}/ping`, call),
    webhookDeliveries: (id: string, query: { cursor?: string; limit?: number } = {}, call: CallOptions = {}) =>
      request<ListPage<WebhookDelivery>>('GET', `${webhook(id)}/deliveries`, { ...call, query }),
    redeliverWebhook: (id: string, deliveryId: string, call: CallOptions = {}) =>
      request<WebhookDelivery>('POST', `${webhook(id)}/deliveries/${encodeURIComponent(deliveryId)}/redeliver`, call),
  };
}
