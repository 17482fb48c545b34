import { SessionList } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listSessions = operation({
  method: 'get',
  path: '/auth/sessions',
  tag: 'Auth',
  summary: 'Where one is signed in, newest first',
  actor: 'required',
  status: 200,
  answer: SessionList,
  handler: async ({ services }, _input, actor) => ({ items: await services.accounts.sessions(actor) }),
});
