import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { z } from 'zod';
import type { Actor } from '../domain/actor.ts';
import { methodNotAllowed } from './error-edge.ts';
import { assertOwnPage, identify } from './identify.ts';
import { ActorNeededError, InputError } from './operation.ts';
import type { RouteDeps } from './routes.ts';

/** An endpoint that takes or gives something other than JSON: a file, a stream, a message that is signed byte by byte. */
export interface RawRoute {
  method: 'get' | 'post' | 'put' | 'delete';
  /** As Express writes it. */
  path: `/${string}`;
  /** Its page in the OpenAPI document. */
  page: Omit<RouteConfig, 'method' | 'path'>;
  /** What comes after the checks that all share. */
  handlers(deps: RouteDeps): RequestHandler[];
}

export function rawRoutesOf(routes: readonly RawRoute[], deps: RouteDeps): Router {
  const router = Router({ caseSensitive: true });
  for (const path of new Set(routes.map((each) => each.path))) {
    const route = router.route(path);
    const group = routes.filter((each) => each.path === path);
    for (const each of group) route[each.method](...each.handlers(deps));
    route.all(methodNotAllowed(group.map(({ method }) => method)));
  }
  return router;
}
export const pageOf = ({ method, path, page }: RawRoute): RouteConfig => ({
  ...page,
  method,
  path: path.replaceAll(/:(\w+)/g, '{$1}'),
});

/** Lets through who has a session; what writes must come from a page of ours. Later handlers ask `actorOf`. */
export const actorNeeded =
  ({ config, services }: RouteDeps): RequestHandler =>
  async (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    assertOwnPage(request, config);
    const actor = await identify(request, config, services.accounts);
    if (!actor) throw new ActorNeededError();
    if (request.method !== 'GET' && request.method !== 'HEAD') await services.limits.take('write', actor.id);
    response.locals.actor = actor;
    next();
  };
/** Who it is that `actorNeeded` has let through. */
export function actorOf(response: Response): Actor {
  const actor: Actor | undefined = response.locals.actor;
  if (!actor) throw new ActorNeededError();
  return actor;
}

/** @throws InputError when the value doesn't fit the schema. */
export function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InputError(result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
}
export const queryOf = (request: Request): unknown => ({ ...request.query });

/** Sends a CSV file as it is made. One that fails half-way ends in a broken connection, never in a file that looks whole. */
export async function sendCsv(response: Response, lines: AsyncIterable<string>, name: string): Promise<void> {
  const iterator = lines[Symbol.asyncIterator]();
  // What is refused is refused before the first byte: it still gets an answer of its own.
  const first = await iterator.next();
  response.set({ 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename="${name}"` });
  await sendStream(response, async function* () {
    // With its mark, spreadsheets read it as UTF-8.
    if (!first.done) yield `\ufeff${first.value}`;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  });
}

/** Sends what comes; a client that leaves in the middle is nobody's mistake. */
export async function sendStream(response: Response, source: Readable | (() => AsyncIterable<string>)): Promise<void> {
  try {
    await pipeline(source, response);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
  }
}
