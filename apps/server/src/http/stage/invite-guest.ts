import { StageAnswer, StageInput } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const inviteGuest = operation({
  method: 'post',
  path: '/livestreams/:id/guests',
  tag: 'Video',
  summary: 'Ask somebody with an account on stage, beside the host; it lapses when it is not answered',
  actor: 'required',
  params: LivestreamParams,
  body: StageInput,
  status: 200,
  answer: StageAnswer,
  errors: ['forbidden', 'not_found', 'not_live', 'ended', 'banned', 'conflict', 'stage_full'],
  handler: ({ services }, { params, body }, actor) => services.stage.invite(actor, params.id, body.userId),
});
