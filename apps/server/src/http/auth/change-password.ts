import { PasswordChange } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const changePassword = operation({
  method: 'post',
  path: '/auth/password',
  tag: 'Auth',
  summary: 'Change the password; every other session ends',
  actor: 'required',
  body: PasswordChange,
  status: 204,
  errors: ['bad_credentials'],
  handler: ({ services }, { body }, actor) => services.profiles.changePassword(actor, body),
});
