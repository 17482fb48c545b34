import { AccountDeletion } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const deleteAccount = operation({
  method: 'delete',
  path: '/auth/account',
  tag: 'Auth',
  summary: 'Delete the account, or what a guest left, with everything that names its owner',
  actor: 'required',
  body: AccountDeletion,
  status: 204,
  errors: ['bad_credentials', 'last_admin', 'conflict'],
  async handler(context, { body }, actor) {
    await context.services.profiles.delete(actor, body);
    context.cookie.clear();
  },
});
