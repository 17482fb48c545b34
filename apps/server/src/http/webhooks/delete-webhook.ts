import { operation } from '../operation.ts';
import { WebhookParams } from './webhook-id.ts';

export const deleteWebhook = operation({
  method: 'delete',
  path: '/webhooks/:id',
  tag: 'Webhooks',
  summary: 'Send nothing more to this address',
  actor: 'required',
  params: WebhookParams,
  status: 204,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { params }, actor) => services.webhooks.delete(actor, params.id),
});
