import type {
  Analytics,
  ChatPage,
  GuestInput,
  Livestream,
  LivestreamDetail,
  LivestreamInput,
  LivestreamPatch,
  LivestreamQuery,
  Order,
  OrderInput,
  OrderQuery,
  PinsAnswer,
  Problem,
  Product,
  ProductInput,
  ProductPatch,
  ProductQuery,
  SessionAnswer,
  SetupInput,
  SignInInput,
  TimelinePage,
  VideoCredentials,
  VideoRole,
} from '@vitrine/protocol';
import { ApiError } from './api-error.ts';

export interface ListPage<Item> {
  items: Item[];
  nextCursor?: string;
}
/** What has a default at the server may be left out. */
type Input<Whole, Required extends keyof Whole> = Pick<Whole, Required> & Partial<Whole>;
type Variants = { variants: Input<ProductInput['variants'][number], 'price' | 'stock'>[] };

export interface ApiOptions {
  /** Origin of the server; '' in a page that it serves. */
  baseUrl: string;
  /** The bearer token of an app; browsers have their cookie. */
  token?: () => string | null;
  fetch?: typeof fetch;
  /** Milliseconds until an answer is given up. */
  timeout?: number;
}

const TIMEOUT = 15_000;

/** The REST API, typed. Every method rejects with ApiError. */
export type VitrineApi = ReturnType<typeof createApi>;

export function createApi(options: ApiOptions) {
  const request = <Answer>(method: string, path: string, extra: Extra = {}): Promise<Answer> => send<Answer>(options, method, path, extra);
  const show = (id: string): string => `/livestreams/${encodeURIComponent(id)}`;
  return {
    session: () => request<SessionAnswer>('GET', '/auth/session'),
    setUp: (input: Input<SetupInput, 'token' | 'name' | 'email' | 'password'>) =>
      request<SessionAnswer>('POST', '/auth/setup', { body: input }),
    signIn: (input: Input<SignInInput, 'email' | 'password'>) => request<SessionAnswer>('POST', '/auth/sign-in', { body: input }),
    signOut: () => request<void>('POST', '/auth/sign-out'),
    enterAsGuest: (input: Input<GuestInput, 'name'>) => request<SessionAnswer>('POST', '/auth/guest', { body: input }),

    listLivestreams: (query: Partial<LivestreamQuery> = {}) => request<ListPage<Livestream>>('GET', '/livestreams', { query }),
    livestream: (id: string) => request<LivestreamDetail>('GET', show(id)),
    createLivestream: (input: Input<LivestreamInput, 'title'>) => request<Livestream>('POST', '/livestreams', { body: input }),
    updateLivestream: (id: string, patch: LivestreamPatch) => request<Livestream>('PUT', show(id), { body: patch }),
    startLivestream: (id: string) => request<Livestream>('PUT', show(id), { body: { isActive: true } }),
    endLivestream: (id: string) => request<Livestream>('DELETE', show(id)),
    chat: (id: string, query: { before?: number; limit?: number } = {}) => request<ChatPage>('GET', `${show(id)}/chat`, { query }),
    timeline: (id: string, query: { after?: number; limit?: number } = {}) =>
      request<TimelinePage>('GET', `${show(id)}/timeline`, { query }),
    setPins: (id: string, productIds: string[]) => request<PinsAnswer>('POST', `${show(id)}/products`, { body: { productIds } }),
    analytics: (id: string) => request<Analytics>('GET', `${show(id)}/analytics`),
    video: (id: string, role: VideoRole = 'viewer') => request<VideoCredentials>('POST', `${show(id)}/video`, { body: { role } }),

    listProducts: (query: Partial<ProductQuery> = {}) => request<ListPage<Product>>('GET', '/products', { query }),
    product: (id: string) => request<Product>('GET', `/products/${encodeURIComponent(id)}`),
    createProduct: (input: Input<Omit<ProductInput, 'variants'>, 'title'> & Variants) =>
      request<Product>('POST', '/products', { body: input }),
    updateProduct: (id: string, patch: Omit<ProductPatch, 'variants'> & Partial<Variants>) =>
      request<Product>('PATCH', `/products/${encodeURIComponent(id)}`, { body: patch }),

    /** The same key gives the same order, however often it is sent. */
    placeOrder: (input: OrderInput, idempotencyKey: string) =>
      request<Order>('POST', '/orders', { body: input, headers: { 'idempotency-key': idempotencyKey } }),
    listOrders: (query: Partial<OrderQuery> = {}) => request<ListPage<Order>>('GET', '/orders', { query }),
    order: (id: string) => request<Order>('GET', `/orders/${encodeURIComponent(id)}`),
  };
}

interface Extra {
  body?: unknown;
  query?: Record<string, string | number | undefined>;
  headers?: Record<string, string>;
}

async function send<Answer>(options: ApiOptions, method: string, path: string, { body, query, headers }: Extra): Promise<Answer> {
  const token = options.token?.() ?? null;
  let response: Response;
  try {
    response = await (options.fetch ?? fetch)(`${options.baseUrl}${path}${queryString(query)}`, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(options.timeout ?? TIMEOUT),
    });
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    throw late
      ? new ApiError('timeout', 0, 'The server did not answer in time.')
      : new ApiError('offline', 0, 'The server can’t be reached.');
  }
  if (response.status === 204) return undefined as Answer;
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return answer as Answer;
  throw toError(response.status, answer);
}

function queryString(query: Extra['query']): string {
  const given = Object.entries(query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

function toError(status: number, answer: unknown): ApiError {
  // A proxy in between may answer in its own words: then the status is all that is known.
  if (typeof answer === 'object' && answer !== null && 'code' in answer) {
    const problem = answer as Problem;
    return new ApiError(problem.code, status, problem.detail ?? problem.title, problem);
  }
  return new ApiError(status >= 500 ? 'unavailable' : 'internal', status, `The server answered with ${status}.`);
}
