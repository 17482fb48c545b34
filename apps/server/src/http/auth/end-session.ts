import { Id } from '@vitrine/protocol';
import { z } from 'zod';
import { operation } from '../operation.ts';

export const endSession = operation({
  method: 'delete',
  path: '/auth/sessions/:id',
  tag: 'Auth',
  summary: 'Sign out somewhere else; its sockets are closed',
  actor: 'required',
  params: z.strictObject({ id: Id }),
  status: 204,
  errors: ['not_found'],
  handler: ({ services }, { params }, actor) => services.accounts.endSession(actor, params.id),
});
