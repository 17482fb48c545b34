import { InvitationList } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listInvitations = operation({
  method: 'get',
  path: '/invitations',
  tag: 'People',
  summary: 'Invitations that have not been accepted yet, newest first',
  actor: 'required',
  status: 200,
  answer: InvitationList,
  handler: async ({ services }, _input, actor) => ({ items: await services.people.invitations(actor) }),
});
