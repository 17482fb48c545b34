import { Account, AccountPatch } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const changeAccount = operation({
  method: 'patch',
  path: '/auth/account',
  tag: 'Auth',
  summary: 'Change the name, or with the password the e-mail address',
  actor: 'required',
  body: AccountPatch,
  status: 200,
  answer: Account,
  errors: ['bad_credentials', 'email_taken'],
  handler: ({ services }, { body }, actor) => services.profiles.change(actor, body),
});
