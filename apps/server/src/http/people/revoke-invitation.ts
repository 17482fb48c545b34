import { Id } from '@vitrine/protocol';
import { z } from 'zod';
import { operation } from '../operation.ts';

export const revokeInvitation = operation({
  method: 'delete',
  path: '/invitations/:id',
  tag: 'People',
  summary: 'Take an invitation back',
  actor: 'required',
  params: z.strictObject({ id: Id }),
  status: 204,
  errors: ['not_found'],
  handler: ({ services }, { params }, actor) => services.people.revokeInvitation(actor, params.id),
});
