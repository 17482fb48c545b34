import { ReminderAnswer } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const getReminder = operation({
  method: 'get',
  path: '/livestreams/:id/reminder',
  tag: 'Reminders',
  summary: 'Whether one will be told when this show starts',
  actor: 'required',
  params: LivestreamParams,
  status: 200,
  answer: ReminderAnswer,
  errors: ['not_found'],
  handler: ({ services }, { params }, actor) => services.reminders.get(actor, params.id),
});
