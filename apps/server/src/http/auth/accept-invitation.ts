import { InvitationAcceptance, SessionAnswer } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { openSession } from './session-answer.ts';

export const acceptInvitation = operation({
  method: 'post',
  path: '/auth/invitation',
  tag: 'Auth',
  summary: 'Join the staff with the one-time token of an invitation',
  actor: 'optional',
  body: InvitationAcceptance,
  status: 201,
  answer: SessionAnswer,
  errors: ['bad_credentials', 'token_expired', 'email_taken'],
  handler: async (context, { body }) =>
    openSession(context, await context.services.accounts.acceptInvitation(body, context.address, context.userAgent), body.transport),
});
