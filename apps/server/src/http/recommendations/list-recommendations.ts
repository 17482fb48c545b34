import { RecommendationList, RecommendationQuery } from '@vitrine/protocol';
import { operation } from '../operation.ts';

export const listRecommendations = operation({
  method: 'get',
  path: '/recommendations',
  tag: 'Livestreams',
  summary: 'Shows for who asks, each with its reason: live first, by the tags of what was watched, liked and bought',
  actor: 'optional',
  query: RecommendationQuery,
  status: 200,
  answer: RecommendationList,
  handler: ({ services }, { query }, actor) => services.recommendations.list(actor, query),
});
