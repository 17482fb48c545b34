import { TimelinePage, TimelineQuery } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { LivestreamParams } from './livestream-id.ts';

export const listTimeline = operation({
  method: 'get',
  path: '/livestreams/:id/timeline',
  tag: 'Livestreams',
  summary: 'Everything that happened in a show, in order, after an offset; for staff',
  actor: 'required',
  params: LivestreamParams,
  query: TimelineQuery,
  status: 200,
  answer: TimelinePage,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { params, query }, actor) => services.timelines.page(actor, params.id, query.after, query.limit),
});
