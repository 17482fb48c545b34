import { WebhookDelivery } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { DeliveryParams } from './webhook-id.ts';

export const redeliverWebhook = operation({
  method: 'post',
  path: '/webhooks/:id/deliveries/:deliveryId/redeliver',
  tag: 'Webhooks',
  summary: 'Send it once more, with the same id and body',
  actor: 'required',
  params: DeliveryParams,
  status: 200,
  answer: WebhookDelivery,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { params }, actor) => services.webhooks.redeliver(actor, params.id, params.deliveryId),
});
