import { RehearsalCrowd, RehearsalCrowdInput } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const putCrowd = operation({
  method: 'put',
  path: '/livestreams/:id/crowd',
  tag: 'Livestreams',
  summary: 'Call simulated viewers to a rehearsal, who chat, like, ask and seem to buy, calmly or in a lively way; 0 sends them away',
  actor: 'required',
  params: LivestreamParams,
  body: RehearsalCrowdInput,
  status: 200,
  answer: RehearsalCrowd,
  errors: ['forbidden', 'not_found', 'not_live', 'conflict'],
  handler: ({ services }, { params, body }, actor) => services.rehearsals.gather(actor, params.id, body),
});
