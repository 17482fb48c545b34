import { Livestream } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { LivestreamParams } from './livestream-id.ts';

export const endLivestream = operation({
  method: 'delete',
  path: '/livestreams/:id',
  tag: 'Livestreams',
  summary: 'End a show. Its record stays',
  actor: 'required',
  params: LivestreamParams,
  status: 200,
  answer: Livestream,
  errors: ['forbidden', 'not_found'],
  handler: async ({ services }, { params }, actor) => (await services.livestreams.stop(actor, params.id)).livestream,
});
