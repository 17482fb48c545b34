import { LivestreamPage, LivestreamQuery } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listLivestreams = operation({
  method: 'get',
  path: '/livestreams',
  tag: 'Livestreams',
  summary: 'The shows on air, or those of one status',
  actor: 'optional',
  query: LivestreamQuery,
  status: 200,
  answer: LivestreamPage,
  handler: ({ services }, { query }, actor) => services.livestreams.list(actor, query),
});
