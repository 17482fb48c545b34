import { Analytics } from '@vitrine/protocol';
import { operation } from '../operation.ts';
import { LivestreamParams } from './livestream-id.ts';

export const getAnalytics = operation({
  method: 'get',
  path: '/livestreams/:id/analytics',
  tag: 'Analytics',
  summary: 'The figures of a show, for its staff',
  actor: 'required',
  params: LivestreamParams,
  status: 200,
  answer: Analytics,
  errors: ['forbidden', 'not_found'],
  handler: ({ services }, { params }, actor) => services.analytics.of(actor, params.id),
});
