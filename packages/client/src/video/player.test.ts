import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FakeClock, settled } from '../testing/fake-clock.ts';
import { FakeMediaStream, FakeVideoService, fakeTrack } from '../testing/fake-peer.ts';
import { createPlayer } from './player.ts';

beforeAll(() => void vi.stubGlobal('MediaStream', FakeMediaStream));
afterAll(() => void vi.unstubAllGlobals());

function watch() {
  const clock = new FakeClock();
  const service = new FakeVideoService();
  const player = createPlayer(service.credentials, {
    baseUrl: 'https://shop.test',
    fetch: service.fetch,
    createPeer: service.createPeer,
    timers: clock,
  });
  let frames = 0;
  /** New frames are decoded. */
  const decode = (): void => {
    frames += 30;
    service.peer.stats = [{ type: 'inbound-rtp', kind: 'video', framesDecoded: frames }];
  };
  const play = async (): Promise<void> => {
    player.start();
    await settled();
    decode();
    await clock.pass(200);
  };
  return { clock, service, player, decode, play, now: () => player.getSnapshot() };
}

describe('a player', () => {
  it('offers to receive, and plays when the first frame is decoded', async () => {
    const { clock, service, player, decode, now } = watch();
    player.start();
    expect(now()).toEqual({ status: 'connecting' });
    await settled();
    expect(service.peer.transceivers.map(({ what, direction }) => `${what} ${direction}`)).toEqual(['video recvonly', 'audio recvonly']);
    expect(service.offers).toEqual([{ url: 'https://shop.test/video/1', authorization: 'Bearer token-1', body: 'offer' }]);
    expect(service.peer.remote).toBe('answer');
    const track = fakeTrack('video');
    service.peer.ontrack?.({ track });
    expect(now().status).toBe('connecting');
    decode();
    await clock.pass(200);
    const state = now();
    if (state.status !== 'playing') throw new Error(state.status);
    expect(state.stream.getTracks()).toEqual([track]);
  });

  it('tells what it wants to be sent, also a connection that is made later, and takes a pause for no loss', async () => {
    const { clock, service, player, play, decode, now } = watch();
    await play();
    player.choose({ quality: '360p' });
    player.choose({ paused: true });
    await clock.pass(20_000);
    expect(now().status).toBe('playing');
    expect(service.choices).toEqual([
      { url: 'https://shop.test/video/session/1/layer', choice: { quality: '360p' } },
      { url: 'https://shop.test/video/session/1/layer', choice: { paused: true } },
    ]);
    player.choose({ paused: false });
    await clock.pass(4_500);
    expect(now().status).toBe('reconnecting');
    await clock.pass(1_000);
    decode();
    expect(service.choices.at(-1)).toEqual({
      url: 'https://shop.test/video/session/2/layer',
      choice: { quality: '360p', paused: false },
    });
  });

  it('waits while nobody publishes, as long as the server says, and plays then', async () => {
    const { clock, service, player, decode, now } = watch();
    service.refusals = [{ code: 'video_unavailable', retryAfter: 2 }];
    player.start();
    await settled();
    expect(now()).toEqual({ status: 'waiting' });
    await clock.pass(1_999);
    expect(service.offers).toHaveLength(1);
    await clock.pass(1);
    expect(service.offers).toHaveLength(2);
    decode();
    await clock.pass(200);
    expect(now().status).toBe('playing');
  });

  it('takes a picture that stands still for lost: ends it, and connects anew with fresh credentials', async () => {
    const { clock, service, play, decode, now } = watch();
    await play();
    await clock.pass(4_500);
    expect(now()).toMatchObject({ status: 'reconnecting', attempt: 1 });
    expect(service.peers[0]?.isClosed).toBe(true);
    expect(service.ended).toEqual(['https://shop.test/video/session/1']);
    await clock.pass(1_000);
    expect(service.offers.at(-1)?.authorization).toBe('Bearer token-2');
    decode();
    await clock.pass(200);
    expect(now().status).toBe('playing');
  });

  it('keeps playing while frames come', async () => {
    const { clock, service, play, decode, now } = watch();
    await play();
    for (let second = 0; second < 30; second += 1) {
      decode();
      await clock.pass(1_000);
    }
    expect(now().status).toBe('playing');
    expect(service.peers).toHaveLength(1);
  });

  it('connects anew when the connection fails, or never shows anything', async () => {
    const { clock, service, play, player, now } = watch();
    await play();
    service.peer.become('failed');
    expect(now().status).toBe('reconnecting');
    player.stop();
    player.start();
    await settled();
    const before = service.peers.length;
    await clock.pass(15_000);
    expect(service.peers.length).toBeGreaterThan(before);
  });

  it('gives up an offer that nobody answers, and tries again', async () => {
    const { clock, service, player, now } = watch();
    service.isSilent = true;
    player.start();
    await clock.pass(12_000);
    expect(service.offers.length).toBeGreaterThan(1);
    expect(now().status).toBe('connecting');
    player.stop();
  });

  it('fails for good when the show has ended, and can be started again', async () => {
    const { clock, service, player, now } = watch();
    service.credentialRefusals = ['ended'];
    player.start();
    await clock.pass(60_000);
    expect(now()).toMatchObject({ status: 'failed', error: { code: 'ended' } });
    expect(service.asked).toBe(1);
    player.start();
    await settled();
    expect(service.asked).toBe(2);
    player.stop();
  });

  it('says that it can’t speak to a provider that it does not know', async () => {
    const { service, player } = watch();
    service.provider = 'another';
    const seen: string[] = [];
    player.subscribe(() => seen.push(player.getSnapshot().status));
    player.start();
    await settled();
    expect(service.peers).toHaveLength(0);
    expect(seen).toEqual(['connecting', 'failed']);
    expect(player.getSnapshot()).toMatchObject({ status: 'failed', error: { code: 'unsupported' } });
  });

  it('leaves nothing behind when it is stopped, wherever it was', async () => {
    const { clock, service, player, play, now } = watch();
    await play();
    player.stop();
    await clock.pass(60_000);
    expect(now()).toEqual({ status: 'idle' });
    expect(service.peers).toHaveLength(1);
    expect(service.ended).toHaveLength(1);
    player.start();
    player.stop();
    await clock.pass(60_000);
    expect(now()).toEqual({ status: 'idle' });
    expect(service.peers.every((peer) => peer.isClosed)).toBe(true);
    expect(service.ended).toHaveLength(service.sessions.length);
  });

  it('tells resolution, bitrate, round trip and delay', async () => {
    const { clock, service, play, player } = watch();
    expect(await player.stats()).toBeNull();
    await play();
    const inbound = { type: 'inbound-rtp', kind: 'video', framesDecoded: 30, frameWidth: 1280, frameHeight: 720, framesPerSecond: 30 };
    const pair = { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.02 };
    service.peer.stats = [{ ...inbound, bytesReceived: 1_000, jitterBufferDelay: 3, jitterBufferEmittedCount: 30 }, pair];
    await player.stats();
    await clock.pass(1_000);
    service.peer.stats = [{ ...inbound, bytesReceived: 251_000, jitterBufferDelay: 3, jitterBufferEmittedCount: 30 }, pair];
    expect(await player.stats()).toEqual({
      width: 1280,
      height: 720,
      framesPerSecond: 30,
      bitrate: 2_000_000,
      roundTrip: 0.02,
      delay: 0.1,
      packetsLost: 0,
      freezes: 0,
      frozen: 0,
    });
    player.stop();
  });
});
