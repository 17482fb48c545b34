import { OrderExportQuery } from '@vitrine/protocol';
import { z } from 'zod';
import { problemsOf } from '../openapi/document.ts';
import { actorNeeded, actorOf, parsed, queryOf, type RawRoute, sendCsv } from '../raw-route.ts';

export const exportOrders: RawRoute = {
  method: 'get',
  path: '/orders.csv',
  page: {
    tags: ['Orders'],
    operationId: 'getOrdersCsv',
    summary: 'Orders as CSV, a line for each of their lines, for admins and for the host of the show that is named',
    security: [{ session: [] }, { bearer: [] }],
    request: { query: OrderExportQuery },
    responses: {
      200: { description: 'Amounts are decimals of the currency', content: { 'text/csv': { schema: z.string() } } },
      ...problemsOf(['invalid', 'unauthenticated', 'forbidden']),
    },
  },
  handlers: (deps) => [
    actorNeeded(deps),
    async (request, response) => {
      const query = parsed(OrderExportQuery, queryOf(request));
      await sendCsv(response, await deps.services.orders.exportCsv(actorOf(response), query), 'orders.csv');
    },
  ],
};
