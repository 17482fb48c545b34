import { PasswordResetRequest } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const requestPasswordReset = operation({
  method: 'post',
  path: '/auth/password-reset',
  tag: 'Auth',
  summary: 'Have a link mailed that sets a new password. The answer is the same whether or not there is such an account',
  actor: 'optional',
  body: PasswordResetRequest,
  status: 204,
  handler: ({ services, address }, { body }) => services.profiles.requestPasswordReset(body, address),
});
