import { Livestream, LivestreamPatch } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { LivestreamParams } from './livestream-id.ts';

export const updateLivestream = operation({
  method: 'put',
  path: '/livestreams/:id',
  tag: 'Livestreams',
  summary: 'Edit a show; `isActive` starts or ends it',
  actor: 'required',
  params: LivestreamParams,
  body: LivestreamPatch,
  status: 200,
  answer: Livestream,
  errors: ['forbidden', 'not_found', 'ended', 'not_live', 'already_live'],
  handler: ({ services }, { params, body }, actor) => services.livestreams.update(actor, params.id, body),
});
