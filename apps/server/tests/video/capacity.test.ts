import { createSocket } from 'node:dgram';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { postTo, publishClip, releaseVideo, watchStream } from '../../../../packages/test-env/src/fake-host/index.ts';
import { createSfu, type EmbeddedSfu } from '../../src/adapters/video/sfu/index.ts';
import { systemClock } from '../../src/ports/clock.ts';
import type { VideoCredentialsRequest } from '../../src/ports/video.ts';
import { signallingFront } from './signalling-front.ts';

const STREAM = 'a'.repeat(24);
const GUEST = 'f'.repeat(24);
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const freeUdpPort = (): Promise<number> =>
  new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });

describe('a media process that serves as many viewers as it is set to', () => {
  let sfu: EmbeddedSfu;
  let front: Awaited<ReturnType<typeof signallingFront>>;
  const opened: { stop(): Promise<void> }[] = [];

  const credentials = async (changes: Partial<VideoCredentialsRequest>) => {
    const given = await sfu.credentials({ streamId: STREAM, userId: GUEST, role: 'viewer', seat: 'host', quality: '720p', ...changes });
    if (given.provider !== 'sfu') throw new Error('not the embedded service');
    return { url: `${front.url}${given.url}`, token: given.token };
  };
  const publish = async (changes: Partial<VideoCredentialsRequest>) => {
    const { url, token } = await credentials(changes);
    const publisher = await publishClip({ whipUrl: url, token });
    opened.push(publisher);
    return publisher;
  };
  const watch = async (userId: string) => {
    const { url, token } = await credentials({ userId });
    const viewer = await watchStream({ whepUrl: url, token });
    opened.push(viewer);
    return viewer;
  };

  beforeEach(async () => {
    sfu = createSfu({
      udpPort: await freeUdpPort(),
      bindAddress: '127.0.0.1',
      announcedAddress: '127.0.0.1',
      placement: { place: async () => 'here' },
      tokenSecret: 'secret',
      maxViewers: 1,
      clock: systemClock,
      logger: silent,
    });
    await sfu.start();
    front = await signallingFront(sfu.signalling);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.stop()));
    await front.close();
    await sfu[Symbol.asyncDispose]();
  });
  afterAll(releaseVideo);

  it('answers the next one with 503 and when to ask again, and lets them in once there is room', async () => {
    await publish({ role: 'host', userId: 'b'.repeat(24) });
    const first = await watch('c'.repeat(24));
    await first.until(({ videoFrames }) => videoFrames > 5);

    const { url, token } = await credentials({ userId: 'd'.repeat(24) });
    await expect(postTo(url, token)(OFFER)).rejects.toMatchObject({ status: 503, message: expect.stringContaining('video_full') });
    const refused = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: OFFER });
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);

    await first.stop();
    const second = await watch('d'.repeat(24));
    await second.until(({ videoFrames }) => videoFrames > 5);
  });

  it('lets guests on stage whoever watches', async () => {
    await publish({ role: 'host', userId: 'b'.repeat(24) });
    await watch('c'.repeat(24));
    await publish({ role: 'guest', userId: GUEST, seat: GUEST });
    await expect(watch('d'.repeat(24))).rejects.toMatchObject({ status: 503 });
  });
});

const OFFER = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=mid:0',
  'a=recvonly',
  'a=rtpmap:111 opus/48000/2',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=mid:1',
  'a=recvonly',
  'a=rtpmap:96 VP8/90000',
  '',
].join('\r\n');
