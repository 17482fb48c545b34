import { NewBroadcastKey } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const createBroadcastKey = operation({
  method: 'post',
  path: '/livestreams/:id/broadcast-key',
  tag: 'Video',
  summary: 'A new key for OBS and other WHIP clients, told this once; it replaces the one before',
  actor: 'required',
  params: LivestreamParams,
  status: 201,
  answer: NewBroadcastKey,
  errors: ['forbidden', 'not_found', 'ended'],
  handler: ({ services }, { params }, actor) => services.broadcastKeys.create(actor, params.id),
});
