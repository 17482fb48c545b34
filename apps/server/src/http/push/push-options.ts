import { PushOptions } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const pushOptions = operation({
  method: 'get',
  path: '/push',
  tag: 'Reminders',
  summary: 'Which pushes this shop sends, and the key that a browser subscribes with',
  actor: 'optional',
  status: 200,
  answer: PushOptions,
  handler: ({ services }) => services.push.options(),
});
