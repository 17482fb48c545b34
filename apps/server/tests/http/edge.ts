import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createPrometheusMetrics } from '../../src/adapters/metrics/prometheus.ts';
import { type Config, readConfig } from '../../src/config.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { DomainError } from '../../src/domain/errors.ts';
import type { Services } from '../../src/domain/services.ts';
import { createHttpApp } from '../../src/http/app.ts';
import type { WebRoots } from '../../src/http/pages/web-pages.ts';

export const STREAM = 'a'.repeat(24);
export const HOST: Actor = { id: 'b'.repeat(24), role: 'host', name: 'Inès', sessionHash: 'hash' };
export const VIEWER: Actor = { id: 'c'.repeat(24), role: 'viewer', name: null, sessionHash: null };

type Parts = { [Name in keyof Services]?: Partial<Services[Name]> | null };

/** Services of which only what a test is about does something; a call of anything else is an error of the test. */
function servicesOf(parts: Parts): Services {
  const accounts: Partial<Services['accounts']> = {
    bySessionToken: async (token) => (token === 'session' ? HOST : null),
    byViewerToken: (token) => (token === 'v1.viewer' ? VIEWER : null),
    needsSetup: async () => false,
    account: async () => null,
    ...parts.accounts,
  };
  const shop: Partial<Services['shop']> = parts.shop ?? {
    public: {
      name: 'Vitrine',
      currency: 'EUR',
      logoUrl: null,
      accentColor: null,
      deliveryMethods: [],
      payment: 'manual',
    },
  };
  const limits: Partial<Services['limits']> = { take: async () => undefined, ...parts.limits };
  const all: Parts = { video: { signalling: null }, ...parts, accounts, limits, shop };
  return new Proxy(all, {
    get: (target, name: keyof Services) =>
      target[name] ??
      new Proxy(
        {},
        {
          get: () => () => Promise.reject(new Error(`${name} was not expected to be called`)),
        },
      ),
  }) as Services;
}

// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests assert
export type Answer = Omit<Response, 'json'> & { json(): Promise<any> };
export interface Edge extends AsyncDisposable {
  url: string;
  config: Config;
  /** Lines of the log. */
  log: string[];
  send(method: string, path: string, init?: { body?: unknown; headers?: Record<string, string | undefined> }): Promise<Answer>;
}

/** The HTTP edge alone, listening, before the given services. */
export async function openEdge(
  parts: Parts = {},
  options: { webRoots?: WebRoots; env?: Record<string, string>; isDraining?: () => boolean } = {},
): Promise<Edge> {
  const log: string[] = [];
  const config = readConfig({ PUBLIC_URL: 'https://shop.example', ...options.env }, '/');
  const app = createHttpApp({
    config,
    services: servicesOf(parts),
    logger: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
    metrics: createPrometheusMetrics(),
    ...(options.isDraining ? { isDraining: options.isDraining } : {}),
    webRoots: options.webRoots ?? { customer: '/nowhere', admin: '/nowhere' },
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    config,
    log,
    send: (method, path, { body, headers = {} } = {}) =>
      fetch(`${url}${path}`, {
        method,
        redirect: 'manual',
        headers: defined({ ...(body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' }), ...headers }),
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const AS_HOST = { authorization: 'Bearer session' };
export const refuse = (code: ConstructorParameters<typeof DomainError>[0], message = 'no', extra = {}) => {
  throw new DomainError(code, message, extra);
};

const defined = (headers: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined));
