import { VideoCredentials, VideoInput } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { LivestreamParams } from './livestream-id.ts';

export const issueVideoCredentials = operation({
  method: 'post',
  path: '/livestreams/:id/video',
  tag: 'Video',
  summary: 'All that a client needs to publish or play the video, short-lived',
  actor: 'optional',
  params: LivestreamParams,
  body: VideoInput,
  status: 200,
  answer: VideoCredentials,
  errors: ['forbidden', 'not_found', 'not_live', 'ended', 'video_unavailable'],
  // Watching needs no session: who has none is a viewer, of whom nothing is kept.
  handler: ({ services }, { params, body }, actor) =>
    services.video.credentials(actor ?? services.accounts.issueViewer().actor, params.id, body.role, body.seat, body.uid),
});
