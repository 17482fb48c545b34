import type { Problem } from '@vitrine/protocol';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { PROBLEM_TYPE, problem, problemOf } from './problem.ts';

/** Sends problem details with the headers that belong to them. */
export function sendProblem(response: Response, details: Problem): void {
  if (details.status === 401) response.set('WWW-Authenticate', 'Bearer realm="vitrine"');
  if (details.retryAfter !== undefined) response.set('Retry-After', String(Math.ceil(details.retryAfter)));
  response.status(details.status).set('Cache-Control', 'no-store').type(PROBLEM_TYPE).send(JSON.stringify(details));
}

/** The one place where errors become answers. */
export const errorEdge: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const details = problemOf(error);
  // The request's log line says why; the client is not told.
  if (details.status >= 500 && error instanceof Error) response.err = error;
  if (response.headersSent) return next(error);
  sendProblem(response, details);
};

/** For what follows the last route of a path: says which methods it has. */
export const methodNotAllowed =
  (methods: readonly string[]): RequestHandler =>
  (request, response) => {
    const allowed = allowHeader(methods);
    response.set('Allow', allowed);
    if (request.method === 'OPTIONS') response.status(204).end();
    else sendProblem(response, problem('method_not_allowed', { detail: `This path has ${allowed}.` }));
  };
export const allowHeader = (methods: readonly string[]): string =>
  [...methods.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])), 'OPTIONS'].join(', ');
