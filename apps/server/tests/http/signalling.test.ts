import { LIMITS } from '@vitrine/protocol';
import { describe, expect, test, vi } from 'vitest';
import { DomainError } from '../../src/domain/errors.ts';
import type { Video } from '../../src/domain/services.ts';
import type { VideoSignalling } from '../../src/ports/video.ts';
import { openEdge, refuse, STREAM } from './edge.ts';

const OFFER = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n';
const BEARER = { authorization: 'Bearer video-token' };
const SDP = { ...BEARER, 'content-type': 'application/sdp' };
const FRAGMENT = { ...BEARER, 'content-type': 'application/trickle-ice-sdpfrag' };

function signalling(overrides: Partial<VideoSignalling> = {}): VideoSignalling {
  return {
    verify: (token, streamId, protocol) => {
      if (token !== 'video-token') throw new DomainError('unauthenticated', 'This is not a video token.');
      return { streamId, userId: 'u', role: protocol === 'whip' ? 'host' : 'viewer', seat: 'host' };
    },
    open: async () => ({
      sessionId: 's1',
      answer: 'v=0 answer',
      etag: '"e1"',
      iceServers: [{ urls: ['stun:a.example'] }, { urls: ['turn:b.example'], username: 'u"1', credential: 'c' }],
    }),
    trickle: async () => undefined,
    choose: async () => undefined,
    close: async () => undefined,
    ...overrides,
  };
}
const withVideo = (overrides: Partial<VideoSignalling> = {}, assertOpen = async (): Promise<unknown> => undefined) => {
  const service = signalling(overrides);
  const identify: Video['identify'] = async (secret, streamId, protocol) => service.verify(secret, streamId, protocol);
  const authorise: Video['authorise'] = async (secret, streamId, protocol) => {
    const grant = service.verify(secret, streamId, protocol);
    await assertOpen();
    return grant;
  };
  return openEdge({ video: { signalling: service, authorise, identify } });
};

describe('WHIP and WHEP', () => {
  test.each([
    ['whip', 'host'],
    ['whep', 'viewer'],
  ])('%s answers an offer as the RFC has it', async (protocol, role) => {
    const open = vi.fn(signalling().open);
    await using edge = await withVideo({ open });
    const answer = await edge.send('POST', `/${protocol}/${STREAM}`, {
      body: OFFER,
      headers: { ...SDP, origin: 'https://studio.example' },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('content-type')).toBe('application/sdp');
    expect(await answer.text()).toBe('v=0 answer');
    expect(answer.headers.get('location')).toBe(`/${protocol}/${STREAM}/s1`);
    expect(answer.headers.get('etag')).toBe('"e1"');
    expect(answer.headers.get('accept-patch')).toBe('application/trickle-ice-sdpfrag');
    const servers =
      '<stun:a.example>; rel="ice-server", <turn:b.example>; rel="ice-server"; username="u\\"1"; credential="c"; credential-type="password"';
    // Viewers may choose what they are sent.
    const layer = protocol === 'whep' ? `, </whep/${STREAM}/s1/layer>; rel="urn:ietf:params:whep:ext:core:layer"` : '';
    expect(answer.headers.get('link')).toBe(servers + layer);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-expose-headers')).toContain('Location');
    expect(open).toHaveBeenCalledWith({ streamId: STREAM, userId: 'u', role, seat: 'host' }, OFFER);
  });

  test('candidates are taken with 204, leaving is 200 however often', async () => {
    const trickle = vi.fn(async () => undefined);
    await using edge = await withVideo({ trickle });
    const path = `/whip/${STREAM}/s1`;
    const patched = await edge.send('PATCH', path, { body: 'a=ice-ufrag:x', headers: FRAGMENT });
    expect(patched.status).toBe(204);
    expect(trickle).toHaveBeenCalledWith({ streamId: STREAM, userId: 'u', role: 'host', seat: 'host' }, 's1', 'a=ice-ufrag:x', null);
    await edge.send('PATCH', path, { body: 'a=ice-ufrag:x', headers: { ...FRAGMENT, 'if-match': '"e1"' } });
    expect(trickle).toHaveBeenLastCalledWith(expect.anything(), 's1', 'a=ice-ufrag:x', '"e1"');
    for (const _ of [1, 2]) expect((await edge.send('DELETE', path, { headers: BEARER })).status).toBe(200);
  });

  test('a viewer chooses what it is sent; anything else than a choice is refused', async () => {
    const choose = vi.fn(async () => undefined);
    await using edge = await withVideo({ choose });
    const path = `/whep/${STREAM}/s1/layer`;
    const json = { ...BEARER, 'content-type': 'application/json' };
    expect((await edge.send('POST', path, { body: '{"quality":"360p"}', headers: json })).status).toBe(204);
    expect(choose).toHaveBeenCalledWith(expect.objectContaining({ role: 'viewer' }), 's1', { quality: '360p' });
    for (const [body, headers, status] of [
      ['{"quality":"8k"}', json, 400],
      ['{', json, 400],
      ['{"paused":true}', SDP, 415],
      ['{"paused":true}', { 'content-type': 'application/json' }, 401],
    ] as const)
      expect((await edge.send('POST', path, { body, headers })).status).toBe(status);
    expect((await edge.send('POST', `/whip/${STREAM}/s1/layer`, { body: '{}', headers: json })).status).toBe(404);
    expect(choose).toHaveBeenCalledTimes(1);
  });

  test('a browser of any page may ask first, without a token', async () => {
    await using edge = await withVideo();
    const answer = await edge.send('OPTIONS', `/whip/${STREAM}`, {
      headers: { origin: 'https://studio.example', 'access-control-request-method': 'POST' },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('accept-post')).toBe('application/sdp');
    expect(answer.headers.get('access-control-allow-headers')).toContain('Authorization');
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
  });

  test.each(['GET', 'PUT', 'HEAD'])('%s is not allowed', async (method) => {
    await using edge = await withVideo();
    for (const path of [`/whip/${STREAM}`, `/whep/${STREAM}/s1`])
      expect((await edge.send(method, path, { headers: BEARER })).status).toBe(405);
  });

  test('no token, a wrong one, and a cookie are 401', async () => {
    await using edge = await withVideo();
    for (const headers of [{}, { authorization: 'Bearer other' }, { cookie: '__Host-vitrine=session' }]) {
      const answer = await edge.send('POST', `/whip/${STREAM}`, {
        body: OFFER,
        headers: { ...headers, 'content-type': 'application/sdp' },
      });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    }
  });

  test('another content type is 415, an empty offer invalid, one over the limit too_large', async () => {
    await using edge = await withVideo();
    const path = `/whip/${STREAM}`;
    const json = await edge.send('POST', path, { body: '{}', headers: { ...BEARER, 'content-type': 'application/json' } });
    expect([json.status, json.headers.get('accept-post')]).toEqual([415, 'application/sdp']);
    expect((await edge.send('PATCH', `${path}/s1`, { body: 'x', headers: SDP })).status).toBe(415);
    expect((await edge.send('POST', path, { body: ' ', headers: SDP })).status).toBe(201);
    expect(await (await edge.send('POST', path, { body: 'v'.repeat(LIMITS.sdpBytes + 1), headers: SDP })).json()).toMatchObject({
      code: 'too_large',
    });
  });

  test('a show that is not on air opens no session', async () => {
    await using edge = await withVideo({}, async () => refuse('not_live'));
    const answer = await edge.send('POST', `/whep/${STREAM}`, { body: OFFER, headers: SDP });
    expect([answer.status, (await answer.json()).code]).toEqual([409, 'not_live']);
  });

  test('while the media process restarts the answer says when to come back', async () => {
    await using edge = await withVideo({ open: async () => refuse('video_unavailable', 'restarting', { retryAfter: 1 }) });
    const answer = await edge.send('POST', `/whep/${STREAM}`, { body: OFFER, headers: SDP });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
  });

  test('where a provider carries the video there is nothing here', async () => {
    await using edge = await openEdge({ video: { signalling: null } });
    expect((await edge.send('POST', `/whip/${STREAM}`, { body: OFFER, headers: SDP })).status).toBe(404);
  });
});
