import { LivestreamDetail } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { LivestreamParams } from './livestream-id.ts';

export const getLivestream = operation({
  method: 'get',
  path: '/livestreams/:id',
  tag: 'Livestreams',
  summary: 'One show with the products it has pinned',
  actor: 'optional',
  params: LivestreamParams,
  status: 200,
  answer: LivestreamDetail,
  errors: ['not_found'],
  handler: ({ services }, { params }, actor) => services.livestreams.get(actor, params.id),
});
