import { SessionAnswer, SignInInput } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { openSession } from './session-answer.ts';

export const signIn = operation({
  method: 'post',
  path: '/auth/sign-in',
  tag: 'Auth',
  summary: 'Sign in with e-mail and password',
  actor: 'optional',
  body: SignInInput,
  status: 200,
  answer: SessionAnswer,
  errors: ['bad_credentials'],
  handler: async (context, { body }) =>
    openSession(context, await context.services.accounts.signIn(body, context.address, context.userAgent), body.transport),
});
