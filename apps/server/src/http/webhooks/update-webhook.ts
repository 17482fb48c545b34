import { WebhookEndpoint, WebhookPatch } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { WebhookParams } from './webhook-id.ts';

export const updateWebhook = operation({
  method: 'patch',
  path: '/webhooks/:id',
  tag: 'Webhooks',
  summary: 'Change the address or the events; `isActive` false pauses it',
  actor: 'required',
  params: WebhookParams,
  body: WebhookPatch,
  status: 200,
  answer: WebhookEndpoint,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { params, body }, actor) => services.webhooks.update(actor, params.id, body),
});
