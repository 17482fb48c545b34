import { operation } from '../operation.ts';

export const signOut = operation({
  method: 'post',
  path: '/auth/sign-out',
  tag: 'Auth',
  summary: 'End the session; its sockets are closed. Without one it does nothing',
  actor: 'optional',
  status: 204,
  async handler(context, _input, actor) {
    if (actor?.sessionHash) await context.services.accounts.signOut(actor);
    context.cookie.clear();
  },
});
