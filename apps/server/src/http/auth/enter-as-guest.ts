import { GuestInput, SessionAnswer } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { openSession } from './session-answer.ts';

export const enterAsGuest = operation({
  method: 'post',
  path: '/auth/guest',
  tag: 'Auth',
  summary: 'Enter with a display name, without an account',
  actor: 'optional',
  body: GuestInput,
  status: 201,
  answer: SessionAnswer,
  handler: async (context, { body }) => {
    const session = await context.services.accounts.enterAsGuest(body, context.address, context.userAgent);
    return { ...openSession(context, session, body.transport), needsSetup: await context.services.accounts.needsSetup() };
  },
});
