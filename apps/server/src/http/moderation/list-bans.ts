import { BanPage, BanQuery } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listBans = operation({
  method: 'get',
  path: '/moderation/bans',
  tag: 'Moderation',
  summary: 'Bans and timeouts in force, newest first',
  actor: 'required',
  query: BanQuery,
  status: 200,
  answer: BanPage,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { query }, actor) => services.bans.list(actor, query),
});
