import { NewWebhookEndpoint, WebhookInput } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const createWebhook = operation({
  method: 'post',
  path: '/webhooks',
  tag: 'Webhooks',
  summary: 'Have events sent to an address. The secret that signs them is in this answer alone',
  actor: 'required',
  body: WebhookInput,
  status: 201,
  answer: NewWebhookEndpoint,
  errors: ['forbidden', 'conflict'],
  handler: ({ services }, { body }, actor) => services.webhooks.create(actor, body),
});
