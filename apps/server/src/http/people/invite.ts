import { InvitationInput, NewInvitation } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const invite = operation({
  method: 'post',
  path: '/invitations',
  tag: 'People',
  summary: 'Invite somebody to the staff: a link is mailed, and told this once',
  actor: 'required',
  body: InvitationInput,
  status: 201,
  answer: NewInvitation,
  errors: ['email_taken', 'conflict'],
  handler: ({ services }, { body }, actor) => services.people.invite(actor, body),
});
