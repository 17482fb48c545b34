import type {
  Analytics,
  ChatPage,
  GuestInput,
  Livestream,
  LivestreamDetail,
  LivestreamQuery,
  LivestreamRequest,
  PinsAnswer,
  Seat,
  SessionAnswer,
  SetupInput,
  ShowProducts,
  SignInInput,
  SystemReport,
  TimelinePage,
  VideoCredentials,
  VideoRole,
} from '@vitrine/protocol';
import type { Timers } from '../timers.ts';
import { accountCalls } from './accounts.ts';
import { ApiError, errorOf } from './api-error.ts';
import { broadcastKeyCalls } from './broadcast-key.ts';
import type { CallOptions, Extra, Input, ListPage, Request } from './call.ts';
import { figureCalls } from './figures.ts';
import { moderationCalls } from './moderation.ts';
import { outsideCalls } from './outside.ts';
import { replayCalls } from './replay.ts';
import { sellingCalls } from './selling.ts';
import { send } from './send.ts';
import { stageCalls } from './stage.ts';

export interface ApiOptions {
  /** Origin of the server; '' in a page that it serves. */
  baseUrl: string;
  /** The bearer token of an app; browsers have their cookie. */
  token?: () => string | null;
  /** Whether cookies go with it; those of the same origin unless told otherwise. */
  credentials?: 'same-origin' | 'omit';
  fetch?: typeof fetch;
  /** Milliseconds until an answer is given up. */
  timeout?: number;
  timers?: Timers;
}
const TIMEOUT = 15_000;

/** The REST API, typed. Every method rejects with ApiError. */
export type VitrineApi = ReturnType<typeof createApi>;

export function createApi(options: ApiOptions) {
  const request: Request = (method, path, extra = {}) => call(options, method, path, extra);
  const show = (id: string): string => `/livestreams/${encodeURIComponent(id)}`;
  return {
    session: (call: CallOptions = {}) => request<SessionAnswer>('GET', '/auth/session', call),
    setUp: (input: Input<SetupInput, 'token' | 'name' | 'email' | 'password'>, call: CallOptions = {}) =>
      request<SessionAnswer>('POST', '/auth/setup', { ...call, body: input }),
    signIn: (input: Input<SignInInput, 'email' | 'password'>, call: CallOptions = {}) =>
      request<SessionAnswer>('POST', '/auth/sign-in', { ...call, body: input }),
    signOut: (call: CallOptions = {}) => request<void>('POST', '/auth/sign-out', call),
    enterAsGuest: (input: Input<GuestInput, 'name'>, call: CallOptions = {}) =>
      request<SessionAnswer>('POST', '/auth/guest', { ...call, body: input }),

    ...accountCalls(request),

    listLivestreams: (query: Partial<LivestreamQuery> = {}, call: CallOptions = {}) =>
      request<ListPage<Livestream>>('GET', '/livestreams', { ...call, query }),
    livestream: (id: string, call: CallOptions = {}) => request<LivestreamDetail>('GET', show(id), call),
    createLivestream: (input: Input<LivestreamRequest, 'title'>, call: CallOptions = {}) =>
      request<Livestream>('POST', '/livestreams', { ...call, body: input }),
    updateLivestream: (id: string, patch: Partial<LivestreamRequest> & { isActive?: boolean }, call: CallOptions = {}) =>
      request<Livestream>('PUT', show(id), { ...call, body: patch }),
    startLivestream: (id: string, call: CallOptions = {}) => request<Livestream>('PUT', show(id), { ...call, body: { isActive: true } }),
    endLivestream: (id: string, call: CallOptions = {}) => request<Livestream>('DELETE', show(id), call),
    chat: (id: string, query: { before?: number; limit?: number } = {}, call: CallOptions = {}) =>
      request<ChatPage>('GET', `${show(id)}/chat`, { ...call, query }),
    timeline: (id: string, query: { after?: number; limit?: number } = {}, call: CallOptions = {}) =>
      request<TimelinePage>('GET', `${show(id)}/timeline`, { ...call, query }),
    showProducts: (id: string, call: CallOptions = {}) => request<ShowProducts>('GET', `${show(id)}/products`, call),
    setPins: (id: string, productIds: string[], call: CallOptions = {}) =>
      request<PinsAnswer>('POST', `${show(id)}/products`, { ...call, body: { productIds } }),
    analytics: (id: string, call: CallOptions = {}) => request<Analytics>('GET', `${show(id)}/analytics`, call),
    /** `uid` is who we already are in a hosted provider's channel, when we only want to stay there. */
    video: (id: string, role: VideoRole = 'viewer', { seat, uid, ...call }: CallOptions & { seat?: Seat; uid?: number } = {}) =>
      request<VideoCredentials>('POST', `${show(id)}/video`, { ...call, body: { role, seat, uid } }),

    /** For good. Rejects with `conflict` while the show is on air. */
    deleteRecording: (id: string, call: CallOptions = {}) => request<void>('DELETE', `${show(id)}/recording`, call),

    /** Which parts the deployment runs on, for admins. */
    system: (call: CallOptions = {}) => request<SystemReport>('GET', '/system', call),

    ...sellingCalls(request),
    ...moderationCalls(request),
    ...outsideCalls(request),
    ...figureCalls(request),
    ...stageCalls(request),
    ...broadcastKeyCalls(request),
    ...replayCalls(request),
  };
}

async function call<Answer>(options: ApiOptions, method: string, path: string, extra: Extra): Promise<Answer> {
  const { body, query, headers, signal } = extra;
  const token = options.token?.() ?? null;
  const { response, body: answer } = await send(
    { ...options, timeout: options.timeout ?? TIMEOUT, signal },
    `${options.baseUrl}${path}${queryString(query)}`,
    {
      method,
      credentials: options.credentials ?? 'same-origin',
      headers: {
        accept: extra.answer === 'text' ? '*/*' : 'application/json',
        ...(body === undefined || isRaw(body) ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
    },
    (response) => response.text(),
  );
  if (response.status === 204) return undefined as Answer;
  if (response.ok && extra.answer === 'text') return answer as Answer;
  const parsed = parse(answer);
  if (!response.ok) throw errorOf(response, parsed);
  // A success that is no JSON comes from somebody in between (a captive portal), or was cut off: the server's answer is not known.
  if (parsed === undefined) throw new ApiError('offline', response.status, 'The answer could not be read.');
  return parsed as Answer;
}

/** A browser says itself what type a form is, with its boundary. */
const isRaw = (body: unknown): body is string | FormData => typeof body === 'string' || body instanceof FormData;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** By hand: React Native's URLSearchParams knows less. */
function queryString(query: Extra['query']): string {
  const given = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  return given.length === 0 ? '' : `?${given.join('&')}`;
}
