import { History, HistoryQuery } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listHistory = operation({
  method: 'get',
  path: '/history',
  tag: 'Livestreams',
  summary: 'The shows that one has watched or likes, the last seen first',
  actor: 'required',
  query: HistoryQuery,
  status: 200,
  answer: History,
  handler: ({ services }, { query }, actor) => services.history.list(actor, query),
});
