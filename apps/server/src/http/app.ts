import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Services } from '../domain/services.ts';
import type { Metrics } from '../ports/metrics.ts';
import { allowListedOrigins } from './cross-origin.ts';
import { OPERATIONS, RAW_ROUTES } from './endpoints.ts';
import { errorEdge, sendProblem } from './error-edge.ts';
import { metricsRoutes } from './metrics/routes.ts';
import { docsRoutes } from './openapi/docs.ts';
import { openApiRoutes } from './openapi/routes.ts';
import { type WebRoots, webPages } from './pages/web-pages.ts';
import { problem } from './problem.ts';
import { rawRoutesOf } from './raw-route.ts';
import { requestLog } from './request-log.ts';
import { routesOf } from './routes.ts';
import { securityHeaders } from './security.ts';
import { signallingRoutes } from './signalling/routes.ts';

export interface HttpDeps {
  config: Config;
  services: Services;
  logger: Logger;
  metrics: Metrics;
  webRoots: WebRoots;
  /** Whether the server has begun to stop. */
  isDraining?: () => boolean;
}

/** First segments that belong to the API: what isn't found under them is a problem, not a page of the shop. */
const RESERVED = ['ws', 'whip', 'whep', 'openapi.json', 'docs', 'metrics'];
const API_SEGMENTS: ReadonlySet<string> = new Set([...RESERVED, ...[...OPERATIONS, ...RAW_ROUTES].map(({ path }) => firstSegment(path))]);

/** The HTTP edge: the API, its description, video signalling and the two web apps. */
export function createHttpApp({ config, services, logger, metrics, webRoots, isDraining = () => false }: HttpDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', config.trustProxy);
  app.use(requestLog(logger));
  app.use(closeWhenDraining(isDraining));
  app.use(...securityHeaders(config));
  // Before the cookie-bearing CORS rules: signalling has its own, and takes no cookie.
  app.use(signallingRoutes(services.video));
  app.use(allowListedOrigins(config));
  app.use(compression());
  app.use(openApiRoutes());
  app.use(docsRoutes());
  app.use(metricsRoutes({ config, accounts: services.accounts, metrics }));
  app.use(rawRoutesOf(RAW_ROUTES, { config, services, isDraining }));
  app.use(routesOf(OPERATIONS, { config, services, isDraining }));
  app.use(unknownApiPath);
  app.use(webPages({ roots: webRoots, config, services, isDraining }));
  app.use((_request, response) => sendProblem(response, problem('not_found', { detail: 'There is nothing at this address.' })));
  app.use(errorEdge);
  return app;
}

function firstSegment(path: string): string {
  return path.split('/', 2)[1] ?? '';
}

const unknownApiPath: RequestHandler = (request, response, next) => {
  if (!API_SEGMENTS.has(firstSegment(request.path))) return next();
  sendProblem(response, problem('not_found', { detail: 'The API has nothing at this address; /openapi.json lists what it has.' }));
};

/** Connections that are kept alive would hold a stopping server open. */
const closeWhenDraining =
  (isDraining: () => boolean): RequestHandler =>
  (_request, response, next) => {
    if (isDraining()) response.set('Connection', 'close');
    next();
  };
