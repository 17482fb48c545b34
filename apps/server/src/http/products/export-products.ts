import { z } from 'zod';
import { problemsOf } from '../openapi/document.ts';
import { actorNeeded, actorOf, parsed, queryOf, type RawRoute, sendCsv } from '../raw-route.ts';

export const exportProducts: RawRoute = {
  method: 'get',
  path: '/products.csv',
  page: {
    tags: ['Products'],
    operationId: 'getProductsCsv',
    summary: 'The whole catalogue as CSV, a line a variant, as the import takes it',
    security: [{ session: [] }, { bearer: [] }],
    responses: {
      200: { description: 'Amounts are decimals of the currency', content: { 'text/csv': { schema: z.string() } } },
      ...problemsOf(['invalid', 'unauthenticated', 'forbidden']),
    },
  },
  handlers: (deps) => [
    actorNeeded(deps),
    async (request, response) => {
      parsed(z.strictObject({}), queryOf(request));
      await sendCsv(response, deps.services.catalogue.exportCsv(actorOf(response)), 'products.csv');
    },
  ],
};
