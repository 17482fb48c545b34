import { ReminderAnswer } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const setReminder = operation({
  method: 'post',
  path: '/livestreams/:id/reminder',
  tag: 'Reminders',
  summary: 'Be told when this show starts',
  actor: 'required',
  params: LivestreamParams,
  status: 200,
  answer: ReminderAnswer,
  errors: ['not_found', 'ended', 'already_live', 'name_required', 'conflict'],
  handler: ({ services }, { params }, actor) => services.reminders.set(actor, params.id),
});
