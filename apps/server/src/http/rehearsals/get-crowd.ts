import { RehearsalCrowd } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const getCrowd = operation({
  method: 'get',
  path: '/livestreams/:id/crowd',
  tag: 'Livestreams',
  summary: 'How many simulated viewers this rehearsal has, and how lively they are',
  actor: 'required',
  params: LivestreamParams,
  status: 200,
  answer: RehearsalCrowd,
  errors: ['forbidden', 'not_found', 'conflict'],
  handler: ({ services }, { params }, actor) => services.rehearsals.crowd(actor, params.id),
});
