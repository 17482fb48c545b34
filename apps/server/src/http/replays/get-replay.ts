import { Replay } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const getReplay = operation({
  method: 'get',
  path: '/livestreams/:id/replay',
  tag: 'Replays',
  summary: 'A past show to be seen again: its recording, chapters, and what was on screen when',
  actor: 'optional',
  params: LivestreamParams,
  status: 200,
  answer: Replay,
  errors: ['not_found'],
  handler: ({ services }, { params }, actor) => services.replays.get(actor, params.id),
});
