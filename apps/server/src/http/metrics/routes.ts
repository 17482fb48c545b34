import { createHash, timingSafeEqual } from 'node:crypto';
import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { type Request, Router } from 'express';
import { z } from 'zod';
import type { Config } from '../../config.ts';
import { DomainError } from '../../domain/errors.ts';
import type { Accounts } from '../../domain/services.ts';
import type { Metrics } from '../../ports/metrics.ts';
import { methodNotAllowed } from '../error-edge.ts';
import { bearerToken, identify } from '../identify.ts';
import { problemsOf } from '../openapi/document.ts';

/** GET /metrics, for Prometheus. Figures say how a shop is doing, so not everyone is told. */
export function metricsRoutes(parts: { config: Config; accounts: Accounts; metrics: Metrics }): Router {
  const router = Router({ caseSensitive: true });
  router
    .route('/metrics')
    .get(async (request, response) => {
      await assertMayRead(request, parts.config, parts.accounts);
      const { contentType, body } = await parts.metrics.text();
      response.set({ 'Cache-Control': 'no-store', 'Content-Type': contentType }).send(body);
    })
    .all(methodNotAllowed(['get']));
  return router;
}

export const METRICS_PAGE: RouteConfig = {
  method: 'get',
  path: '/metrics',
  operationId: 'getMetrics',
  tags: ['Server'],
  summary: 'The figures of this server, for Prometheus: with METRICS_TOKEN, for admins, or from the same machine',
  security: [{ session: [] }, { bearer: [] }, {}],
  responses: {
    200: { description: "Prometheus' text format", content: { 'text/plain': { schema: z.string() } } },
    ...problemsOf(['unauthenticated', 'forbidden']),
  },
};

/** @throws DomainError `unauthenticated` or `forbidden`. */
async function assertMayRead(request: Request, config: Config, accounts: Accounts): Promise<void> {
  const token = bearerToken(request);
  if (config.metricsToken !== null && token !== null && isSame(token, config.metricsToken)) return;
  const actor = await identify(request, config, accounts);
  if (actor?.role === 'admin') return;
  if (config.metricsToken === null && actor === null && isFromThisMachine(request)) return;
  if (actor) throw new DomainError('forbidden', 'The figures of the server are for admins.');
  throw new DomainError('unauthenticated', 'The figures of the server need METRICS_TOKEN as a bearer token, or an admin.');
}

/** Straight from this machine: what a proxy passes on names whom it comes from. */
function isFromThisMachine({ socket, headers }: Request): boolean {
  const isPassedOn = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined || headers['x-real-ip'] !== undefined;
  return !isPassedOn && /^(::1|(::ffff:)?127\.)/.test(socket.remoteAddress ?? '');
}
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
