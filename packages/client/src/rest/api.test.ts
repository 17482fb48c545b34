import { describe, expect, it } from 'vitest';
import { FakeClock, settled } from '../testing/fake-clock.ts';
import { STREAM } from '../testing/samples.ts';
import { type ApiOptions, createApi } from './api.ts';
import { ApiError } from './api-error.ts';

interface Call {
  url: string;
  init: RequestInit;
}
function shop(answer: (call: Call) => Response | Promise<Response>, more: Partial<ApiOptions> = {}) {
  const calls: Call[] = [];
  const api = createApi({
    baseUrl: 'https://shop.test',
    fetch: async (url, init = {}) => {
      const call = { url: String(url), init };
      calls.push(call);
      return answer(call);
    },
    ...more,
  });
  return { api, calls };
}
const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
/** Never answers, until it is called off. */
const silence = ({ init }: Call): Promise<Response> =>
  new Promise((_, reject) => {
    const { signal } = init;
    const end = (): void => reject(new DOMException('aborted', 'AbortError'));
    if (signal?.aborted) end();
    signal?.addEventListener('abort', end);
  });
const refused = (promise: Promise<unknown>): Promise<ApiError> =>
  promise.then(
    () => {
      throw new Error('it was not refused');
    },
    (error: unknown) => {
      if (error instanceof ApiError) return error;
      throw error;
    },
  );

describe('the REST client', () => {
  it('asks where the contract says, with what it was given', async () => {
    const { api, calls } = shop(() => json({ items: [] }));
    await api.listLivestreams({ status: 'live', search: 'wool & clay', limit: 5 });
    await api.chat(STREAM, { before: 9 });
    await api.startLivestream(STREAM);
    await api.endLivestream(STREAM);
    await api.setPins(STREAM, ['a']);
    await api.video(STREAM, 'host');
    await api.updateProduct('p/1', { archived: true });
    expect(calls.map(({ url, init }) => `${init.method} ${url.replace('https://shop.test', '')} ${init.body ?? ''}`.trim())).toEqual([
      'GET /livestreams?status=live&search=wool%20%26%20clay&limit=5',
      `GET /livestreams/${STREAM}/chat?before=9`,
      `PUT /livestreams/${STREAM} {"isActive":true}`,
      `DELETE /livestreams/${STREAM}`,
      `POST /livestreams/${STREAM}/products {"productIds":["a"]}`,
      `POST /livestreams/${STREAM}/video {"role":"host"}`,
      'PATCH /products/p%2F1 {"archived":true}',
    ]);
  });

  it('sends an app’s token, and the key of an order', async () => {
    const { api, calls } = shop(() => json({}), { token: () => 'secret' });
    await api.placeOrder({ streamId: null, contact: { name: 'C', email: 'c@d.ef', address: 'A' }, lines: [] }, 'key-1');
    expect(calls[0]?.init.headers).toMatchObject({ authorization: 'Bearer secret', 'idempotency-key': 'key-1' });
    expect(calls[0]?.url).not.toContain('secret');
  });

  it('sends no token when there is none', async () => {
    const { api, calls } = shop(() => json({}), { token: () => null });
    await api.session();
    expect(calls[0]?.init.headers).not.toHaveProperty('authorization');
  });

  it('gives nothing for an answer without a body', async () => {
    const { api } = shop(() => new Response(null, { status: 204 }));
    expect(await api.signOut()).toBeUndefined();
  });

  it('says why the server refused, and which fields', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Invalid',
      status: 400,
      code: 'invalid',
      errors: [{ path: 'title', message: 'too long' }],
    };
    const error = await refused(shop(() => json(problem, 400)).api.session());
    expect(error).toMatchObject({ code: 'invalid', status: 400, message: 'Invalid', retryable: false, fields: problem.errors });
  });

  it.each([
    ['sold_out', 409, false],
    ['in_progress', 409, true],
    ['storage_unavailable', 503, true],
  ])('knows whether %s may be tried again', async (code, status, retryable) => {
    const error = await refused(shop(() => json({ code, title: code, status }, status)).api.session());
    expect(error).toMatchObject({ code, retryable });
  });

  it('takes the wait from the body, else from the header', async () => {
    const limited = { code: 'rate_limited', title: 'Slower', status: 429 };
    const header = { 'retry-after': '7' };
    expect((await refused(shop(() => json({ ...limited, retryAfter: 3 }, 429, header)).api.session())).retryAfter).toBe(3);
    expect((await refused(shop(() => json(limited, 429, header)).api.session())).retryAfter).toBe(7);
  });

  it.each([
    [502, 'unavailable', true],
    [429, 'rate_limited', true],
    [404, 'invalid', false],
  ])('understands a %i of a proxy that speaks HTML', async (status, code, retryable) => {
    const error = await refused(shop(() => new Response('<h1>Sorry</h1>', { status })).api.session());
    expect(error).toMatchObject({ code, status, retryable });
  });

  it('takes a success that it can’t read for none: the answer is not known', async () => {
    for (const body of ['<html>Please sign in to the Wi-Fi</html>', '{"_id":"a', '']) {
      const error = await refused(shop(() => new Response(body)).api.session());
      expect(error).toMatchObject({ code: 'offline', retryable: true });
    }
  });

  it('is offline when the server can’t be reached', async () => {
    const { api } = shop(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await refused(api.session())).toMatchObject({ code: 'offline', status: 0, retryable: true });
  });

  it('gives up after its time, also when the body hangs', async () => {
    const clock = new FakeClock();
    const { api } = shop(silence, { timers: clock, timeout: 5_000 });
    const late = refused(api.session());
    await clock.pass(4_999);
    let isSettled = false;
    void late.then(() => {
      isSettled = true;
    });
    await settled();
    expect(isSettled).toBe(false);
    await clock.pass(1);
    expect(await late).toMatchObject({ code: 'timeout', retryable: true });
  });

  it('can be called off, before and meanwhile', async () => {
    const { api } = shop(silence);
    const abort = new AbortController();
    const meanwhile = refused(api.livestream(STREAM, { signal: abort.signal }));
    await settled();
    abort.abort();
    expect(await meanwhile).toMatchObject({ code: 'aborted', retryable: false });
    expect(await refused(api.livestream(STREAM, { signal: abort.signal }))).toMatchObject({ code: 'aborted' });
  });
});
