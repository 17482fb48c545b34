import { HeldMessagePage, PageQuery } from '@vitrine/protocol';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { operation } from '../operation.ts';

export const listHeld = operation({
  method: 'get',
  path: '/livestreams/:id/held',
  tag: 'Moderation',
  summary: 'Messages that wait for a moderator, oldest first',
  actor: 'required',
  params: LivestreamParams,
  query: PageQuery,
  status: 200,
  answer: HeldMessagePage,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { params, query }, actor) => services.moderation.held(actor, params.id, query),
});
