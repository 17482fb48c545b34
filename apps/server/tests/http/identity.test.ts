import { describe, expect, test, vi } from 'vitest';
import type { Actor } from '../../src/domain/actor.ts';
import { AS_HOST, HOST, openEdge, refuse, STREAM, VIEWER } from './edge.ts';

const spyOnList = () => vi.fn(async (_actor: Actor | null) => ({ items: [] }));
const SESSION = { account: { _id: STREAM, role: 'guest' as const, name: 'Ada' }, token: 'fresh', expiresAt: 1_900_000_000_000 };
const COOKIE = { cookie: '__Host-vitrine=session' };

describe('who acts', () => {
  test('a bearer token of a session, of a viewer, the cookie, or nobody', async () => {
    const list = spyOnList();
    await using edge = await openEdge({ livestreams: { list } });
    const cases: [Record<string, string>, Actor | null][] = [
      [AS_HOST, HOST],
      [{ authorization: 'Bearer v1.viewer' }, VIEWER],
      [COOKIE, HOST],
      [{ authorization: 'Bearer gone' }, null],
      [{ authorization: 'Basic c2Vzc2lvbg==' }, null],
      [{ ...COOKIE, authorization: 'Bearer gone' }, null],
      [{}, null],
    ];
    for (const [headers, actor] of cases) {
      await edge.send('GET', '/livestreams', { headers });
      expect(list.mock.lastCall?.[0]).toEqual(actor);
    }
  });

  test('without a valid token a protected operation is 401 and says how', async () => {
    await using edge = await openEdge();
    for (const headers of [{}, { authorization: 'Bearer gone' }, { authorization: 'Bearer v1.forged' }]) {
      const answer = await edge.send('GET', '/orders', { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(await answer.json()).toMatchObject({ code: 'unauthenticated' });
    }
  });

  test('writes take from the actor’s rate', async () => {
    await using edge = await openEdge({ limits: { take: async () => refuse('rate_limited', 'slow down', { retryAfter: 3 }) } });
    const answer = await edge.send('POST', '/livestreams', { body: { title: 'Lamps' }, headers: AS_HOST });
    expect(answer.status).toBe(429);
  });
});

describe('sessions', () => {
  const enterAsGuest = async () => SESSION;

  test('come as a cookie for browsers, with no token in the answer', async () => {
    await using edge = await openEdge({ accounts: { enterAsGuest } });
    const answer = await edge.send('POST', '/auth/guest', { body: { name: 'Ada' } });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-vitrine=fresh; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Lax$/);
    expect(await answer.json()).toEqual({
      account: SESSION.account,
      needsSetup: false,
      shop: { name: 'Vitrine', currency: 'EUR', logoUrl: null },
    });
  });

  test('come in the answer for apps, with no cookie', async () => {
    await using edge = await openEdge({ accounts: { enterAsGuest } });
    const answer = await edge.send('POST', '/auth/guest', { body: { name: 'Ada', transport: 'bearer' } });
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await answer.json()).toMatchObject({ token: 'fresh' });
  });

  test('end on sign-out, and ending twice is as good as once', async () => {
    const signedOut = vi.fn(async () => undefined);
    await using edge = await openEdge({ accounts: { signOut: signedOut } });
    const answer = await edge.send('POST', '/auth/sign-out', { headers: { ...COOKIE, origin: 'https://shop.example' } });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toMatch(/^__Host-vitrine=; Path=\/; Expires=Thu, 01 Jan 1970/);
    expect(signedOut).toHaveBeenCalledWith(HOST);
    expect((await edge.send('POST', '/auth/sign-out')).status).toBe(204);
  });
});

describe('requests that another site makes a browser send', () => {
  test.each([
    ['another origin', { ...COOKIE, origin: 'https://evil.example' }],
    ['an opaque origin', { ...COOKIE, origin: 'null' }],
    ['no origin but the cookie', COOKIE],
    ['a cross-site fetch without origin', { ...COOKIE, 'sec-fetch-site': 'cross-site' }],
    ['a page of the same site only', { ...COOKIE, 'sec-fetch-site': 'same-site' }],
    ['another origin without a cookie (signing a browser in)', { origin: 'https://evil.example' }],
  ])('are refused: %s', async (_name, headers: Record<string, string>) => {
    await using edge = await openEdge();
    const answer = await edge.send('POST', '/livestreams', { body: { title: 'Lamps' }, headers });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'bad_origin' });
  });

  test('pages of the shop, of listed origins and under the request’s own Host may write', async () => {
    await using edge = await openEdge(
      { livestreams: { create: async () => refuse('conflict') } },
      { env: { ALLOWED_ORIGINS: 'https://app.shop.example' } },
    );
    for (const origin of ['https://shop.example', 'https://app.shop.example', edge.url]) {
      const answer = await edge.send('POST', '/livestreams', { body: { title: 'Lamps' }, headers: { ...COOKIE, origin } });
      expect(await answer.json(), origin).toMatchObject({ code: 'conflict' });
    }
    const own = await edge.send('POST', '/livestreams', {
      body: { title: 'Lamps' },
      headers: { ...COOKIE, 'sec-fetch-site': 'same-origin' },
    });
    expect(await own.json()).toMatchObject({ code: 'conflict' });
  });

  test('a bearer token needs no origin', async () => {
    await using edge = await openEdge({ livestreams: { create: async () => refuse('conflict') } });
    const answer = await edge.send('POST', '/livestreams', {
      body: { title: 'Lamps' },
      headers: { ...AS_HOST, origin: 'https://evil.example' },
    });
    expect(await answer.json()).toMatchObject({ code: 'conflict' });
  });

  test('only listed origins may read answers', async () => {
    await using edge = await openEdge({ livestreams: { list: spyOnList() } }, { env: { ALLOWED_ORIGINS: 'https://app.shop.example' } });
    const listed = await edge.send('GET', '/livestreams', { headers: { origin: 'https://app.shop.example' } });
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://app.shop.example');
    expect(listed.headers.get('access-control-allow-credentials')).toBe('true');
    const other = await edge.send('GET', '/livestreams', { headers: { origin: 'https://evil.example' } });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await edge.send('OPTIONS', '/livestreams', {
      headers: { origin: 'https://app.shop.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
  });
});

describe('addresses', () => {
  const addressOf = async (trustProxy: string) => {
    const signIn = vi.fn(async (_input: unknown, _address: string) => SESSION);
    await using edge = await openEdge({ accounts: { signIn } }, { env: { TRUST_PROXY: trustProxy } });
    await edge.send('POST', '/auth/sign-in', {
      body: { email: 'a@example.com', password: 'x' },
      headers: { 'x-forwarded-for': '203.0.113.7, 198.51.100.2' },
    });
    return signIn.mock.lastCall?.[1];
  };
  test('come through the trusted proxies only', async () => {
    expect(await addressOf('0')).toBe('127.0.0.1');
    expect(await addressOf('1')).toBe('198.51.100.2');
    expect(await addressOf('2')).toBe('203.0.113.7');
  });
});
