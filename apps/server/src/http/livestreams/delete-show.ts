import { operation } from '../operation.ts';
import { LivestreamParams } from './livestream-id.ts';

export const deleteShow = operation({
  method: 'delete',
  path: '/livestreams/:id/record',
  tag: 'Livestreams',
  summary: 'Delete a show that is not on air for good, with its chat, figures and recording. Its orders stay',
  actor: 'required',
  params: LivestreamParams,
  status: 204,
  errors: ['forbidden', 'not_found', 'already_live', 'in_progress'],
  handler: ({ services }, { params }, actor) => services.showDeletions.delete(actor, params.id),
});
