import { request } from 'node:http';
import { LIMITS } from '@vitrine/protocol';
import { describe, expect, test } from 'vitest';
import { AS_HOST, openEdge, refuse, STREAM } from './edge.ts';

describe('bad input', () => {
  test('a body that is not JSON is bad_json', async () => {
    await using edge = await openEdge();
    const answer = await edge.send('POST', '/livestreams', {
      body: '{"title":',
      headers: { ...AS_HOST, 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ type: 'urn:vitrine:problem:bad-json', status: 400, code: 'bad_json' });
  });

  test('a body over the limit is too_large, and the connection can be used again', async () => {
    await using edge = await openEdge();
    const answer = await edge.send('POST', '/livestreams', { body: { title: 'x'.repeat(LIMITS.jsonBodyBytes) }, headers: AS_HOST });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 'too_large' });
    expect((await edge.send('GET', '/healthz')).status).toBe(200);
  });

  test('a body of another type is unsupported_media_type', async () => {
    await using edge = await openEdge();
    const answer = await edge.send('POST', '/livestreams', {
      body: 'title=Lamps',
      headers: { ...AS_HOST, 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ code: 'unsupported_media_type' });
  });

  test('wrong, missing and unknown fields are named', async () => {
    await using edge = await openEdge();
    const answer = await edge.send('POST', '/livestreams', { body: { quality: '4k', isAdmin: true }, headers: AS_HOST });
    const problem = await answer.json();
    expect(problem).toMatchObject({ status: 400, code: 'invalid' });
    expect(problem.errors.map((each: { path: string }) => each.path).sort()).toEqual(['isAdmin', 'quality', 'title']);
  });

  test('no body at all is the same as an empty one', async () => {
    await using edge = await openEdge();
    const answer = await edge.send('POST', '/livestreams', { headers: AS_HOST });
    expect(await answer.json()).toMatchObject({ code: 'invalid', errors: [{ path: 'title' }] });
  });

  test.each(['null', '1', '"text"', '[]', '{"__proto__":{"title":"x"}}'])('the body %s is refused', async (body) => {
    await using edge = await openEdge();
    const answer = await edge.send('POST', '/livestreams', { body, headers: { ...AS_HOST, 'content-type': 'application/json' } });
    expect(answer.status).toBe(400);
  });

  test('an id that is none, an unknown query field and a repeated one are invalid', async () => {
    await using edge = await openEdge();
    for (const path of ['/livestreams/none', '/livestreams?colour=red', '/livestreams?limit=1&limit=2', '/livestreams?limit=0'])
      expect(await (await edge.send('GET', path)).json(), path).toMatchObject({ code: 'invalid' });
  });

  test('a path with broken escapes is a client error', async () => {
    await using edge = await openEdge();
    expect((await edge.send('GET', '/livestreams/%E0%A4%A')).status).toBe(400);
    expect((await edge.send('GET', '/%E0%A4%A')).status).toBeLessThan(500);
  });

  test('an order without an Idempotency-Key is invalid and says so', async () => {
    await using edge = await openEdge();
    const body = {
      contact: { name: 'Ada', email: 'ada@example.com', address: 'Street 1' },
      lines: [{ productId: STREAM, variantId: STREAM, quantity: 1, unitPrice: 100 }],
    };
    const answer = await edge.send('POST', '/orders', { body, headers: AS_HOST });
    expect(await answer.json()).toMatchObject({ code: 'invalid', errors: [{ path: 'idempotency-key' }] });
  });
});

describe('what is not there', () => {
  test('an unknown path of the API is not_found, for a browser too', async () => {
    await using edge = await openEdge();
    for (const path of ['/livestreams/a/b/c', '/orders/x/y', '/whip', '/ws']) {
      const answer = await edge.send('GET', path, { headers: { accept: 'text/html' } });
      expect(answer.status, path).toBe(404);
      expect(await answer.json()).toMatchObject({ code: 'not_found' });
    }
  });

  test('a method that a path lacks is 405 and names those it has', async () => {
    await using edge = await openEdge();
    const answer = await edge.send('DELETE', '/livestreams');
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('POST, GET, HEAD, OPTIONS');
    expect(await answer.json()).toMatchObject({ code: 'method_not_allowed' });
    const options = await edge.send('OPTIONS', '/livestreams');
    expect(options.status).toBe(204);
    expect(options.headers.get('allow')).toBe('POST, GET, HEAD, OPTIONS');
  });
});

describe('errors of the domain', () => {
  test('carry their code, status, detail and when to try again', async () => {
    await using edge = await openEdge({ livestreams: { list: async () => refuse('rate_limited', 'Wait a moment.', { retryAfter: 1.2 }) } });
    const answer = await edge.send('GET', '/livestreams');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await answer.json()).toEqual({
      type: 'urn:vitrine:problem:rate-limited',
      title: 'Too many requests',
      status: 429,
      code: 'rate_limited',
      detail: 'Wait a moment.',
      retryAfter: 1.2,
    });
  });

  test('an unknown error is a 500 that leaks nothing and is in the log', async () => {
    await using edge = await openEdge({ livestreams: { list: async () => Promise.reject(new Error('secret at /srv/data')) } });
    const answer = await edge.send('GET', '/livestreams');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
    expect(edge.log.join('')).toContain('secret at /srv/data');
  });

  test('an answer that does not fit its schema is a 500, not a leak', async () => {
    const account = { _id: STREAM, role: 'host' as const, name: '', passwordHash: 'x' };
    await using edge = await openEdge({ accounts: { account: async () => account } });
    const answer = await edge.send('GET', '/auth/session', { headers: AS_HOST });
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({
      type: 'urn:vitrine:problem:internal',
      title: 'Something went wrong on the server',
      status: 500,
      code: 'internal',
    });
  });

  test('fields that an answer’s schema does not have stay inside', async () => {
    const account = { _id: STREAM, role: 'host' as const, name: 'Inès', passwordHash: 'x' };
    await using edge = await openEdge({ accounts: { account: async () => account } });
    const answer = await (await edge.send('GET', '/auth/session', { headers: AS_HOST })).json();
    expect(answer.account).toEqual({ _id: STREAM, role: 'host', name: 'Inès' });
  });
});

describe('the log', () => {
  test('has a line per request with its id, and neither query, token nor cookie', async () => {
    await using edge = await openEdge();
    const answer = await edge.send('GET', '/livestreams/none?search=private', {
      headers: { ...AS_HOST, cookie: 'vitrine=biscuit', 'x-request-id': 'abc-1' },
    });
    await answer.text();
    expect(answer.headers.get('x-request-id')).toBe('abc-1');
    const lines = edge.log.map((line) => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({ req: { id: 'abc-1', method: 'GET', path: '/livestreams/none' }, res: { status: 400 } }),
    );
    expect(edge.log.join('')).not.toMatch(/private|biscuit|Bearer/);
  });
});

test('a client that leaves in the middle of its body harms nothing', async () => {
  await using edge = await openEdge();
  await new Promise<void>((resolve) => {
    const upload = request(`${edge.url}/livestreams`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '100', ...AS_HOST },
    });
    upload.on('error', () => resolve());
    upload.write('{"title":', () => upload.destroy(new Error('gone')));
  });
  expect((await edge.send('GET', '/healthz')).status).toBe(200);
});
