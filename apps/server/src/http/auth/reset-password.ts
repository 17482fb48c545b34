import { PasswordReset, SessionAnswer } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { openSession } from './session-answer.ts';

export const resetPassword = operation({
  method: 'post',
  path: '/auth/password-reset/complete',
  tag: 'Auth',
  summary: 'Set a new password with the one-time token of the mailed link; every session ends and a new one begins',
  actor: 'optional',
  body: PasswordReset,
  status: 200,
  answer: SessionAnswer,
  errors: ['bad_credentials', 'token_expired'],
  handler: async (context, { body }) =>
    openSession(context, await context.services.profiles.resetPassword(body, context.address, context.userAgent), body.transport),
});
