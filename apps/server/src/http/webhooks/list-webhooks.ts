import { WebhookEndpointList } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listWebhooks = operation({
  method: 'get',
  path: '/webhooks',
  tag: 'Webhooks',
  summary: 'The addresses that events are sent to, oldest first',
  actor: 'required',
  status: 200,
  answer: WebhookEndpointList,
  errors: ['forbidden'],
  handler: ({ services }, _input, actor) => services.webhooks.list(actor),
});
