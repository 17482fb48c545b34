import { WebhookDeliveryPage, WebhookDeliveryQuery } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { WebhookParams } from './webhook-id.ts';

export const listWebhookDeliveries = operation({
  method: 'get',
  path: '/webhooks/:id/deliveries',
  tag: 'Webhooks',
  summary: 'What was sent to this address in the last week and what came of it, newest first',
  actor: 'required',
  params: WebhookParams,
  query: WebhookDeliveryQuery,
  status: 200,
  answer: WebhookDeliveryPage,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { params, query }, actor) => services.webhooks.deliveries(actor, params.id, query),
});
