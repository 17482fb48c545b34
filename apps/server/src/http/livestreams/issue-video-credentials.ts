import { VideoCredentials, VideoInput } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { LivestreamParams } from './livestream-id.ts';

export const issueVideoCredentials = operation({
  method: 'post',
  path: '/livestreams/:id/video',
  tag: 'Video',
  summary: 'All that a client needs to publish or play the video, short-lived',
  actor: 'required',
  params: LivestreamParams,
  body: VideoInput,
  status: 200,
  answer: VideoCredentials,
  errors: ['forbidden', 'not_found', 'not_live', 'ended', 'video_unavailable'],
  handler: ({ services }, { params, body }, actor) => services.video.credentials(actor, params.id, body.role),
});
