import { LIMITS } from '@vitrine/protocol';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Config } from '../config.ts';
import { DomainError } from '../domain/errors.ts';
import type { Services } from '../domain/services.ts';
import { isSecure, sessionCookieName, sessionCookieOptions } from '../edge/session-cookie.ts';
import { methodNotAllowed } from './error-edge.ts';
import { assertOwnPage, identify } from './identify.ts';
import type { Operation, OperationContext } from './operation.ts';

export interface RouteDeps {
  config: Config;
  services: Services;
  isDraining: () => boolean;
}

/** The Express routes of these operations; what a path doesn't have is a 405 that names what it has. */
export function routesOf(operations: readonly Operation[], deps: RouteDeps): Router {
  const router = Router({ caseSensitive: true });
  for (const [path, group] of byPath(operations)) {
    const route = router.route(path);
    for (const each of group) {
      const body = each.schemas.body ? [requireJson, express.json({ limit: LIMITS.jsonBodyBytes, type: () => true })] : [];
      route[each.method](guard(deps), ...body, run(each, deps));
    }
    route.all(methodNotAllowed(group.map((each) => each.method)));
  }
  return router;
}

function byPath(operations: readonly Operation[]): Map<string, Operation[]> {
  const groups = new Map<string, Operation[]>();
  for (const each of operations) groups.set(each.path, [...(groups.get(each.path) ?? []), each]);
  return groups;
}

function guard({ config }: RouteDeps): RequestHandler {
  return (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    assertOwnPage(request, config);
    next();
  };
}

const requireJson: RequestHandler = (request, _response, next) => {
  if (hasBody(request) && !request.is('application/json'))
    throw new DomainError('unsupported_media_type', 'Send JSON, with Content-Type: application/json.');
  next();
};
const hasBody = (request: Request): boolean =>
  request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;

function run(operation: Operation, deps: RouteDeps): RequestHandler {
  return async (request, response) => {
    const actor = await identify(request, deps.config, deps.services.accounts);
    // Who has no session yet can only enter, which the domain limits by address.
    if (actor && operation.method !== 'get') await deps.services.limits.take('write', actor.id);
    const input = { params: { ...request.params }, query: { ...request.query }, headers: request.headers, body: request.body };
    const answer = await operation.run(contextOf(request, response, deps), input, actor);
    response.status(operation.status);
    if (answer === undefined) response.end();
    else response.json(answer);
  };
}

/** What operations may use, for this request. */
export function contextOf(request: Request, response: Response, { config, services, isDraining }: RouteDeps): OperationContext {
  const secure = isSecure(config);
  const name = sessionCookieName(secure);
  return {
    services,
    config,
    address: request.ip ?? '',
    userAgent: request.get('user-agent') ?? '',
    cookie: {
      set: ({ token, expiresAt }) => void response.cookie(name, token, sessionCookieOptions(secure, expiresAt)),
      clear: () => void response.cookie(name, '', sessionCookieOptions(secure, 0)),
    },
    header: (header, value) => void response.set(header, value),
    isDraining,
  };
}
