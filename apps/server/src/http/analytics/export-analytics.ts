import { z } from 'zod';
import { LivestreamParams } from '../livestreams/livestream-id.ts';
import { problemsOf } from '../openapi/document.ts';
import { actorNeeded, actorOf, parsed, queryOf, type RawRoute, sendCsv } from '../raw-route.ts';

export const exportAnalytics: RawRoute = {
  method: 'get',
  path: '/livestreams/:id/analytics.csv',
  page: {
    tags: ['Analytics'],
    operationId: 'getLivestreamsIdAnalyticsCsv',
    summary: 'The figures of a show as CSV: the show with its formulas, its products, pins and minutes, one table below the other',
    security: [{ session: [] }, { bearer: [] }],
    request: { params: LivestreamParams },
    responses: {
      200: { description: 'Amounts are decimals of the currency', content: { 'text/csv': { schema: z.string() } } },
      ...problemsOf(['invalid', 'unauthenticated', 'forbidden', 'not_found']),
    },
  },
  handlers: (deps) => [
    actorNeeded(deps),
    async (request, response) => {
      const { id } = parsed(LivestreamParams, request.params);
      parsed(z.strictObject({}), queryOf(request));
      await sendCsv(response, await deps.services.analytics.exportCsv(actorOf(response), id), `show-${id}.csv`);
    },
  ],
};
