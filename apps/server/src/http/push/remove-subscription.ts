import { PushSubscriptionId } from '@vitrine/protocol';
import { z } from 'zod';
import { operation } from '../operation.ts';

export const removePushSubscription = operation({
  method: 'delete',
  path: '/push/subscriptions/:id',
  tag: 'Reminders',
  summary: 'Push nothing more there',
  actor: 'required',
  params: z.strictObject({ id: PushSubscriptionId }),
  status: 204,
  errors: ['not_found'],
  handler: ({ services }, { params }, actor) => services.push.remove(actor, params.id),
});
