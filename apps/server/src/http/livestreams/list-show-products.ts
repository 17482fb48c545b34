import { ShowProducts } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { LivestreamParams } from './livestream-id.ts';

export const listShowProducts = operation({
  method: 'get',
  path: '/livestreams/:id/products',
  tag: 'Livestreams',
  summary: 'What the show presents, in order: its line-up, then what is pinned beside it, at its prices while it is on air',
  actor: 'optional',
  params: LivestreamParams,
  status: 200,
  answer: ShowProducts,
  errors: ['not_found'],
  handler: async ({ services }, { params }, actor) => ({ items: await services.pins.presented(actor, params.id) }),
});
