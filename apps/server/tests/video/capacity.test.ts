import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { releaseVideo } from '../../../../packages/test-env/src/fake-host/index.ts';
import { SfuUnderTest } from './sfu-under-test.ts';

const GUEST = 'f'.repeat(24);
const [FIRST, SECOND] = ['c'.repeat(24), 'd'.repeat(24)];

describe('a media process that serves as many viewers as it is set to', () => {
  let video: SfuUnderTest;
  beforeEach(async () => {
    video = await SfuUnderTest.start({ maxViewers: 1 });
  });
  afterEach(() => video[Symbol.asyncDispose]());
  afterAll(releaseVideo);

  it('answers the next one with 503 and when to ask again, and lets them in once there is room', async () => {
    await video.publish();
    const first = await video.watch(FIRST);
    await first.until(({ videoFrames }) => videoFrames > 5);

    await expect(video.watch(SECOND)).rejects.toMatchObject({ status: 503, message: expect.stringContaining('video_full') });
    const { url, token } = await video.credentials('viewer', SECOND, 'host');
    const refused = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: OFFER });
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);

    await first.stop();
    const second = await video.watch(SECOND);
    await second.until(({ videoFrames }) => videoFrames > 5);
  });

  it('lets guests on stage whoever watches', async () => {
    await video.publish();
    await video.watch(FIRST);
    await video.publish({ guest: GUEST });
    await video.event('publisher_up', GUEST);
    await expect(video.watch(SECOND)).rejects.toMatchObject({ status: 503 });
  });
});

const OFFER = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
  'a=setup:actpass',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=mid:0',
  'a=recvonly',
  'a=rtpmap:96 VP8/90000',
  '',
].join('\r\n');
