import { SessionAnswer, SignUpInput } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { openSession } from './session-answer.ts';

export const signUp = operation({
  method: 'post',
  path: '/auth/sign-up',
  tag: 'Auth',
  summary: "Make a customer's account; a guest keeps what it liked and ordered",
  actor: 'optional',
  body: SignUpInput,
  status: 201,
  answer: SessionAnswer,
  errors: ['email_taken', 'conflict'],
  handler: async (context, { body }, actor) =>
    openSession(context, await context.services.accounts.signUp(body, actor, context.address, context.userAgent), body.transport),
});
