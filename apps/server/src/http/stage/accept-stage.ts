import { StageAnswer } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const acceptStage = operation({
  method: 'post',
  path: '/livestreams/:id/guests/me/accept',
  tag: 'Video',
  summary: 'Come on stage, having been asked: video credentials for the role `guest` can be had then',
  actor: 'required',
  params: LivestreamParams,
  status: 200,
  answer: StageAnswer,
  errors: ['not_found', 'ended', 'banned'],
  handler: ({ services }, { params }, actor) => services.stage.accept(actor, params.id),
});
