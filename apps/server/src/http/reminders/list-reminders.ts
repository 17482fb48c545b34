import { ReminderList } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listReminders = operation({
  method: 'get',
  path: '/reminders',
  tag: 'Reminders',
  summary: 'The shows that one waits for',
  actor: 'required',
  status: 200,
  answer: ReminderList,
  handler: ({ services }, _input, actor) => services.reminders.list(actor),
});
