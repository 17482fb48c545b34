import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { ERRORS, type ErrorCode } from '@vitrine/protocol';
import { VERSION } from '../health/version.ts';
import type { Operation } from '../operation.ts';
import { PROBLEM_TYPE } from '../problem.ts';
import { Problem } from './components.ts';

export type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

/** The OpenAPI 3.1 document of these operations and of what else is served. */
export function documentOf(
  operations: readonly Operation[],
  others: readonly RouteConfig[],
  webhooks: readonly RouteConfig[] = [],
): OpenApiDocument {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'vitrine',
    description: 'The session of a browser; `__Host-vitrine` over HTTPS. What writes must come from a page of the shop.',
  });
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });
  for (const operation of operations) registry.registerPath(routeOf(operation));
  for (const other of others) registry.registerPath(other);
  for (const webhook of webhooks) registry.registerWebhook(webhook);
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Vitrine',
      version: VERSION,
      description:
        'Live shopping. Errors are problem details (RFC 9457) with a stable `code`. Lists page by `cursor`. Money is in minor units.',
    },
    servers: [{ url: '/' }],
  });
  return { ...document, paths: JSON.parse(JSON.stringify(document.paths), withoutNullInAddresses) };
}

/** What is read from text as a number is never null, whatever `z.coerce` would make of one: an address has no way to say it. */
function withoutNullInAddresses(name: string, value: unknown): unknown {
  if (name !== 'parameters' || !Array.isArray(value)) return value;
  return value.map(({ schema, ...parameter }) => ({
    ...parameter,
    schema: Array.isArray(schema?.type) ? { ...schema, type: schema.type.find((type: string) => type !== 'null') } : schema,
  }));
}

function routeOf({ method, path, tag, summary, actor, status, errors, schemas }: Operation): RouteConfig {
  const shared: ErrorCode[] = [
    'invalid',
    ...(actor === 'required' ? (['unauthenticated'] as const) : []),
    ...(method === 'get' ? [] : (['bad_origin', 'rate_limited'] as const)),
    ...(schemas.body ? (['bad_json', 'too_large', 'unsupported_media_type'] as const) : []),
  ];
  return {
    method,
    path: path.replaceAll(/:(\w+)/g, '{$1}'),
    tags: [tag],
    summary,
    operationId: operationId(method, path),
    security: [{ session: [] }, { bearer: [] }, ...(actor === 'optional' ? [{}] : [])],
    request: {
      ...(schemas.params ? { params: schemas.params } : {}),
      ...(schemas.query ? { query: schemas.query } : {}),
      ...(schemas.headers ? { headers: schemas.headers } : {}),
      ...(schemas.body ? { body: { required: true, content: { 'application/json': { schema: schemas.body } } } } : {}),
    },
    responses: {
      [status]: {
        description: summary,
        ...(schemas.answer ? { content: { 'application/json': { schema: schemas.answer } } } : {}),
      },
      ...problemsOf([...new Set([...shared, ...errors])]),
    },
  };
}

const operationId = (method: string, path: string): string =>
  [method, ...path.split(/[/:.-]+/).filter(Boolean)]
    .map((word, index) => (index === 0 ? word : word[0]?.toUpperCase() + word.slice(1)))
    .join('');

/** Problem answers by status, each naming its codes. */
export function problemsOf(codes: readonly ErrorCode[]): RouteConfig['responses'] {
  const responses: RouteConfig['responses'] = {};
  for (const status of new Set(codes.map((code) => ERRORS[code]))) {
    const named = codes.filter((code) => ERRORS[code] === status).map((code) => `\`${code}\``);
    responses[status] = { description: named.join(', '), content: { [PROBLEM_TYPE]: { schema: Problem } } };
  }
  return responses;
}
