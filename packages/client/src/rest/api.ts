import type {
  ChatPage,
  GuestInput,
  Livestream,
  LivestreamDetail,
  LivestreamQuery,
  Seat,
  SessionAnswer,
  ShowProducts,
  SignInInput,
  VideoCredentials,
  VideoRole,
} from '@vitrine/protocol';
import type { Timers } from '../timers.ts';
import { accountCalls } from './accounts.ts';
import { ApiError, errorOf } from './api-error.ts';
import { broadcastKeyCalls } from './broadcast-key.ts';
import { buyingCalls } from './buying.ts';
import type { CallOptions, Extra, Input, ListPage, Request } from './call.ts';
import { figureCalls } from './figures.ts';
import { moderationCalls } from './moderation.ts';
import { peopleCalls } from './people.ts';
import { questionCalls } from './questions.ts';
import { rehearsalCalls } from './rehearsals.ts';
import { reminderCalls } from './reminders.ts';
import { replayCalls, replayEditingCalls } from './replay.ts';
import { sellingCalls } from './selling.ts';
import { send } from './send.ts';
import { showCalls } from './shows.ts';
import { stageCalls } from './stage.ts';
import { webhookCalls } from './webhooks.ts';

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

/** What viewers and customers may ask: all that the customers' pages load. */
export type ViewerApi = ReturnType<typeof createViewerApi>;

export function createViewerApi(options: ApiOptions) {
  const request = requestBy(options);
  const show = (id: string): string => `/livestreams/${encodeURIComponent(id)}`;
  return {
    session: (call: CallOptions = {}) => request<SessionAnswer>('GET', '/auth/session', call),
    signIn: (input: Input<SignInInput, 'email' | 'password'>, call: CallOptions = {}) =>
      request<SessionAnswer>('POST', '/auth/sign-in', { ...call, body: input }),
    signOut: (call: CallOptions = {}) => request<void>('POST', '/auth/sign-out', call),
    enterAsGuest: (input: Input<GuestInput, 'name'>, call: CallOptions = {}) =>
      request<SessionAnswer>('POST', '/auth/guest', { ...call, body: input }),
    listLivestreams: (query: Partial<LivestreamQuery> = {}, call: CallOptions = {}) =>
      request<ListPage<Livestream>>('GET', '/livestreams', { ...call, query }),
    livestream: (id: string, call: CallOptions = {}) => request<LivestreamDetail>('GET', show(id), call),
    chat: (id: string, query: { before?: number; limit?: number } = {}, call: CallOptions = {}) =>
      request<ChatPage>('GET', `${show(id)}/chat`, { ...call, query }),
    showProducts: (id: string, call: CallOptions = {}) => request<ShowProducts>('GET', `${show(id)}/products`, call),
    /** `uid` is who we already are in a hosted provider's channel, when we only want to stay there. */
    video: (id: string, role: VideoRole = 'viewer', { seat, uid, ...call }: CallOptions & { seat?: Seat; uid?: number } = {}) =>
      request<VideoCredentials>('POST', `${show(id)}/video`, { ...call, body: { role, seat, uid } }),
    ...accountCalls(request),
    ...buyingCalls(request),
    ...questionCalls(request),
    ...reminderCalls(request),
    ...figureCalls(request),
    ...stageCalls(request),
    ...replayCalls(request),
  };
}

const requestBy =
  (options: ApiOptions): Request =>
  (method, path, extra = {}) =>
    call(options, method, path, extra);

/** The whole REST API, typed. Every method rejects with ApiError. */
export type VitrineApi = ReturnType<typeof createApi>;

export function createApi(options: ApiOptions) {
  const request = requestBy(options);
  return {
    ...createViewerApi(options),
    ...showCalls(request),
    ...replayEditingCalls(request),
    ...sellingCalls(request),
    ...moderationCalls(request),
    ...peopleCalls(request),
    ...webhookCalls(request),
    ...broadcastKeyCalls(request),
    ...rehearsalCalls(request),
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
