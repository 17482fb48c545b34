import { PinsAnswer, PinsInput } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { LivestreamParams } from './livestream-id.ts';

export const pinProducts = operation({
  method: 'post',
  path: '/livestreams/:id/products',
  tag: 'Livestreams',
  summary: 'Replace the pinned products, in order; the first is on screen',
  actor: 'required',
  params: LivestreamParams,
  body: PinsInput,
  status: 200,
  answer: PinsAnswer,
  errors: ['forbidden', 'not_found', 'ended'],
  handler: ({ services }, { params, body }, actor) => services.pins.set(actor, params.id, body.productIds),
});
