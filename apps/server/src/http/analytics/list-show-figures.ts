import { ShowFiguresPage, ShowFiguresQuery } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listShowFigures = operation({
  method: 'get',
  path: '/analytics/livestreams',
  tag: 'Analytics',
  summary: "Ended shows with their main figures, newest first: a host's own, all of them for admins",
  actor: 'required',
  query: ShowFiguresQuery,
  status: 200,
  answer: ShowFiguresPage,
  errors: ['forbidden'],
  handler: ({ services }, { query }, actor) => services.analytics.list(actor, query),
});
