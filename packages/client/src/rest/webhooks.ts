import type { NewWebhookEndpoint, WebhookDelivery, WebhookEndpoint, WebhookInput, WebhookPatch } from '@vitrine/protocol';
import type { CallOptions, ListPage, Request } from './call.ts';

/** What tells other systems, for the shop. */
export function webhookCalls(request: Request) {
  const webhook = (id: string): string => `/webhooks/${encodeURIComponent(id)}`;
  return {
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
