import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type FakeHost,
  publishClip,
  releaseVideo,
  type WatchedStream,
  watchStream,
} from '../../../../packages/test-env/src/fake-host/index.ts';
import { freeUdpPort } from '../../../../packages/test-env/src/free-port.ts';
import { createSfu, type EmbeddedSfu } from '../../src/adapters/video/sfu/index.ts';
import { systemClock } from '../../src/ports/clock.ts';
import type { VideoEvent } from '../../src/ports/video.ts';
import { signallingFront } from './signalling-front.ts';

const STREAM = 'a'.repeat(24);
const HOST = 'b'.repeat(24);
const silent = { info: () => {}, warn: () => {}, error: () => {} };

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('the embedded SFU', () => {
  let sfu: EmbeddedSfu;
  let front: Awaited<ReturnType<typeof signallingFront>>;
  let udpPort: number;
  let events: VideoEvent[];
  let heard: Set<() => void>;
  const opened: { stop(): Promise<void> }[] = [];

  const create = (): EmbeddedSfu =>
    createSfu({
      udpPort,
      bindAddress: '127.0.0.1',
      announcedAddress: '127.0.0.1',
      placement: { place: async () => 'here' },
      tokenSecret: 'secret',
      clock: systemClock,
      logger: silent,
    });
  /** Waits for the nth event of this type. */
  const event = (type: VideoEvent['type'], nth = 1): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (events.filter((one) => one.type === type).length < nth) return;
        heard.delete(look);
        resolve();
      };
      heard.add(look);
      look();
    });
  const credentials = async (role: 'host' | 'viewer', userId = HOST) => {
    const given = await sfu.credentials({ streamId: STREAM, userId, role, seat: 'host', quality: '720p' });
    if (given.provider !== 'sfu') throw new Error('not the embedded service');
    return { url: `${front.url}${given.url}`, token: given.token };
  };
  const publish = async (
    options: { codec?: 'vp8' | 'h264'; loseOneIn?: number; soundOnly?: boolean; userId?: string } = {},
  ): Promise<FakeHost> => {
    const { url, token } = await credentials('host', options.userId);
    const host = await publishClip({ whipUrl: url, token, ...options });
    opened.push(host);
    return host;
  };
  const watch = async (options: { loseOneIn?: number } = {}): Promise<WatchedStream> => {
    const { url, token } = await credentials('viewer', 'c'.repeat(24));
    const viewer = await watchStream({ whepUrl: url, token, ...options });
    opened.push(viewer);
    return viewer;
  };

  beforeEach(async () => {
    udpPort = await freeUdpPort();
    events = [];
    heard = new Set();
    sfu = create();
    sfu.onEvent((one) => {
      if (one.type === 'health') return;
      events.push(one);
      for (const look of [...heard]) look();
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

  it.each(['vp8', 'h264'] as const)('carries %s and Opus from a host to a viewer, from a keyframe on', async (codec) => {
    await publish({ codec });
    const viewer = await watch();
    await viewer.until(({ videoFrames, audioPackets, senderReports }) => videoFrames > 60 && audioPackets > 60 && senderReports > 1);
    expect(viewer.counts.keyframeStarts).toBeGreaterThan(0);
    expect(viewer.counts).toMatchObject({ gaps: 0, backwards: 0 });
    expect(events).toEqual([{ type: 'publisher_up', streamId: STREAM, seat: 'host', userId: HOST }]);
  });

  it('carries a host who sends sound alone, and has the viewers join again when there is a picture too', async () => {
    await publish({ soundOnly: true });
    const listener = await watch();
    await listener.until(({ audioPackets }) => audioPackets > 60);
    expect(listener.counts.videoFrames).toBe(0);
    expect(events.map(({ type }) => type)).toEqual(['publisher_up']);
    await publish();
    const viewer = await watch();
    await viewer.until(({ videoFrames, audioPackets }) => videoFrames > 10 && audioPackets > 10);
    await expect.poll(() => sfu.figures().viewers, { timeout: 10_000 }).toBe(1);
  });

  it('gets packets that the host lost on the way sent again, so that no viewer misses one', async () => {
    const host = await publish({ loseOneIn: 20 });
    const viewer = await watch();
    await viewer.until(({ videoFrames }) => videoFrames > 90);
    expect(host.counts.resent).toBeGreaterThan(0);
    expect(viewer.counts.backwards).toBeLessThanOrEqual(host.counts.resent);
  });

  it('sends a viewer what it lost again, on the retransmission stream', async () => {
    await publish();
    const viewer = await watch({ loseOneIn: 15 });
    await viewer.until(({ dropped, recovered }) => dropped >= 10 && recovered >= 10);
    expect(viewer.counts.gaps).toBe(0);
  });

  it('keeps the viewers of a host who comes back, in one row of numbers', async () => {
    const first = await publish();
    const viewer = await watch();
    await viewer.until(({ videoFrames }) => videoFrames > 10);
    await first.stop();
    await event('publisher_lost');
    const frames = viewer.counts.videoFrames;
    await publish();
    await viewer.until(({ videoFrames }) => videoFrames > frames + 30);
    expect(viewer.counts).toMatchObject({ gaps: 0, backwards: 0 });
    expect(events.map(({ type }) => type)).toEqual(['publisher_up', 'publisher_lost', 'publisher_up']);
  });

  it("replaces a host's session by the same host's newer one without a break, and refuses another host", async () => {
    await publish();
    const viewer = await watch();
    await viewer.until(({ videoFrames }) => videoFrames > 10);
    await expect(publish({ userId: 'd'.repeat(24) })).rejects.toThrow(/409/);
    await publish();
    const frames = viewer.counts.videoFrames;
    await viewer.until(({ videoFrames }) => videoFrames > frames + 30);
    expect(viewer.counts).toMatchObject({ gaps: 0, backwards: 0 });
    expect(events.map(({ type }) => type)).toEqual(['publisher_up']);
  });

  it('keeps the first of two who go live at the same moment, and the second puts nobody out', async () => {
    const tries = await Promise.allSettled([publish(), publish({ userId: 'd'.repeat(24) })]);
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const viewer = await watch();
    await viewer.until(({ videoFrames }) => videoFrames > 30);
    expect(events.map(({ type }) => type)).toEqual(['publisher_up']);
  });

  it('says that video is unavailable, and when to ask again, while nobody publishes', async () => {
    const { url, token } = await credentials('viewer');
    await expect(watchStream({ whepUrl: url, token })).rejects.toMatchObject({ status: 503 });
    await expect(sfu.signalling.open({ streamId: STREAM, userId: HOST, role: 'viewer', seat: 'host' }, OFFER)).rejects.toMatchObject({
      code: 'video_unavailable',
      retryAfter: 2,
    });
  });

  it('refuses a token that is for another stream, another role, or changed', async () => {
    const { token } = await credentials('viewer');
    const unauthenticated = expect.objectContaining({ code: 'unauthenticated' });
    expect(() => sfu.signalling.verify(token, STREAM, 'whip')).toThrow(unauthenticated);
    expect(() => sfu.signalling.verify(token, 'e'.repeat(24), 'whep')).toThrow(unauthenticated);
    expect(() => sfu.signalling.verify(`${token}x`, STREAM, 'whep')).toThrow(unauthenticated);
    expect(sfu.signalling.verify(token, STREAM, 'whep')).toEqual({ streamId: STREAM, userId: HOST, role: 'viewer', seat: 'host' });
  });

  it('answers an offer that is none with invalid, and goes on', async () => {
    const grant = { streamId: STREAM, userId: HOST, role: 'host', seat: 'host' } as const;
    for (const offer of ['', 'v=0', OFFER.replace('sha-256', 'sha-999'), OFFER.replaceAll('opus', 'nothing').replaceAll('VP8', 'VP7')])
      await expect(sfu.signalling.open(grant, offer)).rejects.toMatchObject({ code: 'invalid' });
    await publish();
    await event('publisher_up');
  });

  it('puts everyone out at the end of a show', async () => {
    await publish();
    await event('publisher_up');
    const { sessionId } = await sfu.signalling.open({ streamId: STREAM, userId: HOST, role: 'viewer', seat: 'host' }, OFFER);
    const grant = { streamId: STREAM, userId: HOST, role: 'viewer', seat: 'host' } as const;
    await sfu.signalling.trickle(grant, sessionId, '', null);
    await sfu.end(STREAM);
    await expect(sfu.signalling.trickle(grant, sessionId, '', null)).rejects.toMatchObject({ code: 'not_found' });
    await expect(sfu.signalling.open(grant, OFFER)).rejects.toMatchObject({ code: 'video_unavailable' });
    await sfu.signalling.close(grant, sessionId);
  });

  it('takes candidates for the present ICE session, and says that it begins none anew', async () => {
    await publish();
    await event('publisher_up');
    const grant = { streamId: STREAM, userId: HOST, role: 'viewer', seat: 'host' } as const;
    const { sessionId, etag } = await sfu.signalling.open(grant, OFFER);
    const ufrag = /a=ice-ufrag:(\S+)/.exec(OFFER)?.[1];
    await sfu.signalling.trickle(grant, sessionId, `a=ice-ufrag:${ufrag}\r\na=candidate:1 1 udp 1 10.0.0.1 22 typ host\r\n`, etag);
    const refusal = (fragment: string, ifMatch: string | null) =>
      sfu.signalling.trickle(grant, sessionId, fragment, ifMatch).then(
        () => 'taken',
        ({ code }: { code: string }) => code,
      );
    expect(await refusal('', '"another"')).toBe('precondition_failed');
    expect(await refusal('a=ice-ufrag:anew', etag)).toBe('ice_restart_unsupported');
    expect(await refusal('', '*')).toBe('ice_restart_unsupported');
    await expect(sfu.signalling.choose(grant, sessionId, { quality: '360p' })).resolves.toBeUndefined();
    await expect(sfu.signalling.choose(grant, 'nobody', {})).rejects.toMatchObject({ code: 'not_found' });
  });

  it('starts the media process again after kill -9, tells of the loss, and serves as before', async () => {
    await publish();
    await event('publisher_up');
    const before = sfu.pid ?? 0;
    process.kill(before, 'SIGKILL');
    await event('publisher_lost');
    await expect(sfu.signalling.open({ streamId: STREAM, userId: HOST, role: 'host', seat: 'host' }, OFFER)).rejects.toMatchObject({
      code: 'video_unavailable',
    });
    await event('service_restarted');
    expect(sfu.pid).not.toBe(before);
    await publish();
    const viewer = await watch();
    await viewer.until(({ videoFrames }) => videoFrames > 10);
  });

  it('replaces a media process that stops answering', async () => {
    const before = sfu.pid ?? 0;
    process.kill(before, 'SIGSTOP');
    await event('service_restarted');
    expect(isRunning(before)).toBe(false);
  });

  it('leaves no process behind, though host and viewers are connected', async () => {
    await publish();
    await watch();
    const pid = sfu.pid ?? 0;
    await sfu[Symbol.asyncDispose]();
    expect(isRunning(pid)).toBe(false);
    expect(sfu.pid).toBeNull();
  });

  it('names the setting when its UDP port is taken', async () => {
    const second = create();
    await expect(second.start()).rejects.toThrow(`VIDEO_UDP_PORT: UDP port ${udpPort}`);
    await second[Symbol.asyncDispose]();
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
  'a=sendrecv',
  'a=rtpmap:111 opus/48000/2',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=mid:1',
  'a=sendrecv',
  'a=rtpmap:96 VP8/90000',
  '',
].join('\r\n');
