import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const deleteBroadcastKey = operation({
  method: 'delete',
  path: '/livestreams/:id/broadcast-key',
  tag: 'Video',
  summary: 'Withdraw the key: who broadcasts with it is put out',
  actor: 'required',
  params: LivestreamParams,
  status: 204,
  errors: ['forbidden', 'not_found', 'ended'],
  handler: ({ services }, { params }, actor) => services.broadcastKeys.withdraw(actor, params.id),
});
