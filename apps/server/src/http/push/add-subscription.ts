import { PushSubscription, PushSubscriptionInput } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const addPushSubscription = operation({
  method: 'post',
  path: '/push/subscriptions',
  tag: 'Reminders',
  summary: 'Push reminders to this browser or phone',
  actor: 'required',
  body: PushSubscriptionInput,
  status: 201,
  answer: PushSubscription,
  errors: ['name_required', 'conflict'],
  handler: ({ services }, { body }, actor) => services.push.add(actor, body),
});
