import { ReminderAnswer } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const unsetReminder = operation({
  method: 'delete',
  path: '/livestreams/:id/reminder',
  tag: 'Reminders',
  summary: 'Not be told after all',
  actor: 'required',
  params: LivestreamParams,
  status: 200,
  answer: ReminderAnswer,
  errors: ['not_found', 'name_required'],
  handler: ({ services }, { params }, actor) => services.reminders.unset(actor, params.id),
});
