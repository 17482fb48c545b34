import { operation } from '../operation.ts';

export const signOutEverywhere = operation({
  method: 'post',
  path: '/auth/sign-out-everywhere',
  tag: 'Auth',
  summary: 'End every session, this one too; their sockets are closed',
  actor: 'required',
  status: 204,
  async handler(context, _input, actor) {
    await context.services.accounts.signOutEverywhere(actor);
    context.cookie.clear();
  },
});
