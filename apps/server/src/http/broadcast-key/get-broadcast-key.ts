import { BroadcastKey } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const getBroadcastKey = operation({
  method: 'get',
  path: '/livestreams/:id/broadcast-key',
  tag: 'Video',
  summary: 'Where broadcasting tools send to, and since when there is a key; not the key',
  actor: 'required',
  params: LivestreamParams,
  status: 200,
  answer: BroadcastKey,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { params }, actor) => services.broadcastKeys.get(actor, params.id),
});
