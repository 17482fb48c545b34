import { ChaptersInput, Replay } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const setChapters = operation({
  method: 'put',
  path: '/livestreams/:id/replay/chapters',
  tag: 'Replays',
  summary: 'Writes the chapters of a replay; null makes them of the pieces that came on screen again',
  actor: 'required',
  params: LivestreamParams,
  body: ChaptersInput,
  status: 200,
  answer: Replay,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { params, body }, actor) => services.replays.setChapters(actor, params.id, body.chapters),
});
