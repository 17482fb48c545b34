import { SessionAnswer, SetupInput } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { openSession } from './session-answer.ts';

export const setUp = operation({
  method: 'post',
  path: '/auth/setup',
  tag: 'Auth',
  summary: 'Make the first admin with the one-time token of the first start',
  actor: 'optional',
  body: SetupInput,
  status: 201,
  answer: SessionAnswer,
  errors: ['token_expired', 'already_set_up'],
  handler: async (context, { body }) =>
    openSession(context, await context.services.accounts.setUp(body, context.userAgent), body.transport),
});
