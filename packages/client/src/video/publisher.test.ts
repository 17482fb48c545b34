import { describe, expect, it } from 'vitest';
import { FakeClock, settled } from '../testing/fake-clock.ts';
import { FakeMediaStream, FakeVideoService, fakeTrack } from '../testing/fake-peer.ts';
import { createPublisher } from './publisher.ts';

function broadcast(options: { simulcast?: boolean } = {}) {
  const clock = new FakeClock();
  const service = new FakeVideoService();
  const publisher = createPublisher(service.credentials, {
    quality: '720p',
    baseUrl: 'https://shop.test',
    fetch: service.fetch,
    createPeer: service.createPeer,
    timers: clock,
    ...options,
  });
  const stream = new FakeMediaStream([fakeTrack('video'), fakeTrack('audio')]);
  const start = async (): Promise<void> => {
    publisher.start(stream as unknown as MediaStream);
    await settled();
  };
  const goLive = async (): Promise<void> => {
    await start();
    service.peer.become('connected');
  };
  return { clock, service, publisher, stream, start, goLive, now: () => publisher.getSnapshot() };
}

describe('a publisher', () => {
  it('offers its tracks, sharpness before smoothness, and is live when it is connected', async () => {
    const { service, start, now } = broadcast();
    const started = start();
    expect(now()).toEqual({ status: 'connecting' });
    await started;
    expect(service.peer.transceivers).toEqual([
      { what: 'video', direction: 'sendonly' },
      { what: 'audio', direction: 'sendonly' },
    ]);
    expect(service.peer.parameters[0]).toMatchObject({ degradationPreference: 'maintain-resolution' });
    expect(service.peer.remote).toBe('answer');
    expect(now().status).toBe('connecting');
    service.peer.become('connected');
    expect(now()).toEqual({ status: 'live' });
  });

  it('offers its picture in three encodings, or in one when that is wanted, and its sound in one', async () => {
    const several = broadcast();
    await several.start();
    expect(several.service.peer.encodings).toMatchObject([
      [
        { rid: 'q', scaleResolutionDownBy: 4 },
        { rid: 'h', scaleResolutionDownBy: 2 },
        { rid: 'f', scaleResolutionDownBy: 1, maxBitrate: 2_500_000 },
      ],
      [{ maxBitrate: 96_000 }],
    ]);
    const one = broadcast({ simulcast: false });
    await one.start();
    expect(one.service.peer.encodings[0]).toEqual([{ maxBitrate: 2_500_000 }]);
  });

  it('tells how the largest encoding is, and what all of them cost', async () => {
    const { clock, service, publisher, goLive } = broadcast();
    await goLive();
    const encodings = (bytes: number) =>
      [
        { frameHeight: 180, bytesSent: bytes },
        { frameHeight: 720, bytesSent: 10 * bytes, framesPerSecond: 30 },
        { frameHeight: 360, bytesSent: 3 * bytes },
      ].map((entry) => ({ type: 'outbound-rtp', kind: 'video', ...entry }));
    service.peer.stats = encodings(1_000);
    await publisher.stats();
    await clock.pass(1_000);
    service.peer.stats = encodings(2_000);
    expect(await publisher.stats()).toMatchObject({ height: 720, framesPerSecond: 30, bitrate: 14_000 * 8 });
  });

  it('changes camera without a new connection, and keeps it after a loss', async () => {
    const { clock, service, publisher, stream, goLive } = broadcast();
    await goLive();
    const other = fakeTrack('video', 'other');
    await publisher.replaceTrack(other);
    expect(service.peers).toHaveLength(1);
    expect(service.peer.senders.map(({ track }) => track?.id)).toEqual(['other', 'audio']);
    expect(stream.getTracks().map(({ id }) => id)).toEqual(['audio', 'other']);
    service.peer.become('failed');
    await clock.pass(2_000);
    expect(service.peers).toHaveLength(2);
    expect(service.peer.senders.map(({ track }) => track?.id)).toContain('other');
  });

  it('comes back with fresh credentials when the connection fails', async () => {
    const { clock, service, goLive, now } = broadcast();
    await goLive();
    service.peer.become('failed');
    expect(now()).toEqual({ status: 'reconnecting', attempt: 1 });
    expect(service.ended).toEqual(['https://shop.test/video/session/1']);
    await clock.pass(2_000);
    expect(service.offers.at(-1)?.authorization).toBe('Bearer token-2');
    service.peer.become('connected');
    expect(now()).toEqual({ status: 'live' });
  });

  it('rides out a shaken connection, and replaces one that stays away', async () => {
    const { clock, service, goLive, now } = broadcast();
    await goLive();
    service.peer.become('disconnected');
    await clock.pass(4_000);
    service.peer.become('connected');
    await clock.pass(10_000);
    expect(service.peers).toHaveLength(1);
    service.peer.become('disconnected');
    await clock.pass(5_000);
    expect(now().status).toBe('reconnecting');
    await clock.pass(2_000);
    expect(service.peers).toHaveLength(2);
  });

  it('tries again when the connection is not made in time', async () => {
    const { clock, service, start, now } = broadcast();
    await start();
    await clock.pass(12_000);
    expect(now()).toEqual({ status: 'reconnecting', attempt: 1 });
    await clock.pass(2_000);
    expect(service.peers).toHaveLength(2);
  });

  it.each(['forbidden', 'ended', 'not_live'] as const)('stops trying when it is told %s', async (code) => {
    const { clock, service, start, now } = broadcast();
    service.credentialRefusals = [code];
    await start();
    await clock.pass(60_000);
    expect(now()).toMatchObject({ status: 'failed', error: { code } });
    expect(service.asked).toBe(1);
  });

  it('says goodbye when it is stopped, also in the middle of connecting', async () => {
    const { clock, service, publisher, stream, goLive, now } = broadcast();
    await goLive();
    await publisher.stop();
    expect(now()).toEqual({ status: 'idle' });
    expect(service.ended).toEqual(['https://shop.test/video/session/1']);
    publisher.start(stream as unknown as MediaStream);
    await publisher.stop();
    await clock.pass(60_000);
    expect(now()).toEqual({ status: 'idle' });
    expect(service.ended).toHaveLength(service.sessions.length);
    expect(service.peers.every((peer) => peer.isClosed)).toBe(true);
  });
});
