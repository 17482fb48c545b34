import { NewWebhookEndpoint } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { WebhookParams } from './webhook-id.ts';

export const rotateWebhookSecret = operation({
  method: 'post',
  path: '/webhooks/:id/secret',
  tag: 'Webhooks',
  summary: 'A new secret, from now on; the old one signs nothing more',
  actor: 'required',
  params: WebhookParams,
  status: 200,
  answer: NewWebhookEndpoint,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { params }, actor) => services.webhooks.rotateSecret(actor, params.id),
});
