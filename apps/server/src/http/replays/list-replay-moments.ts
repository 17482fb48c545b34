import { ReplayMomentPage, ReplayMomentQuery } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const listReplayMoments = operation({
  method: 'get',
  path: '/livestreams/:id/replay/moments',
  tag: 'Replays',
  summary: 'What was said, asked and bought in a past show, in step with its replay',
  actor: 'optional',
  params: LivestreamParams,
  query: ReplayMomentQuery,
  status: 200,
  answer: ReplayMomentPage,
  errors: ['not_found'],
  handler: ({ services }, { params, query }, actor) => services.replays.moments(actor, params.id, query),
});
