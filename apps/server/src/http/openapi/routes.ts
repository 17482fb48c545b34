import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { Router } from 'express';
import { z } from 'zod';
import { OPERATIONS, RAW_ROUTES } from '../endpoints.ts';
import { methodNotAllowed } from '../error-edge.ts';
import { METRICS_PAGE } from '../metrics/routes.ts';
import { pageOf } from '../raw-route.ts';
import { documentOf } from './document.ts';
import { SIGNALLING_PAGES } from './signalling-pages.ts';
import { WEBHOOK_PAGES } from './webhook-pages.ts';

const OWN_PAGE: RouteConfig = {
  method: 'get',
  path: '/openapi.json',
  operationId: 'getOpenapiJson',
  tags: ['Server'],
  summary: 'This document',
  responses: { 200: { description: 'OpenAPI 3.1', content: { 'application/json': { schema: z.looseObject({ openapi: z.string() }) } } } },
};

/** GET /openapi.json, made on the first request. */
export function openApiRoutes(): Router {
  const router = Router({ caseSensitive: true });
  let text: string | undefined;
  router
    .route('/openapi.json')
    .get((_request, response) => {
      text ??= JSON.stringify(
        documentOf(OPERATIONS, [...SIGNALLING_PAGES, ...RAW_ROUTES.map(pageOf), METRICS_PAGE, OWN_PAGE], WEBHOOK_PAGES),
      );
      response.set('Cache-Control', 'no-cache').type('application/json').send(text);
    })
    .all(methodNotAllowed(['get']));
  return router;
}
