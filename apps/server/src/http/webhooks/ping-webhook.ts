import { WebhookDelivery } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { WebhookParams } from './webhook-id.ts';

export const pingWebhook = operation({
  method: 'post',
  path: '/webhooks/:id/ping',
  tag: 'Webhooks',
  summary: 'Send a `webhook.ping`, to try the address; what came of it is in the log',
  actor: 'required',
  params: WebhookParams,
  status: 200,
  answer: WebhookDelivery,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { params }, actor) => services.webhooks.ping(actor, params.id),
});
