import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const deleteRecording = operation({
  method: 'delete',
  path: '/livestreams/:id/recording',
  tag: 'Video',
  summary: 'Delete the recording of a show that has ended, with its pictures, for good',
  actor: 'required',
  params: LivestreamParams,
  status: 204,
  errors: ['forbidden', 'not_found', 'conflict', 'unavailable'],
  handler: ({ services }, { params }, actor) => services.recordings.delete(actor, params.id),
});
