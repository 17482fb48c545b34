import type { VideoCredentials } from '@vitrine/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../rest/api-error.ts';
import { FakeAgora } from '../../testing/fake-agora.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { FakeMediaStream, fakeTrack } from '../../testing/fake-peer.ts';
import { createPlayer } from '../player.ts';
import { createPublisher } from '../publisher.ts';

beforeAll(async () => {
  vi.stubGlobal('MediaStream', FakeMediaStream);
  // Loaded before, as the player loads it when it is first needed: that takes a time which no clock here knows.
  await import('./links.ts');
});
afterAll(() => void vi.unstubAllGlobals());

const HOST = 11;
let shows = 0;

describe('with credentials for Agora', () => {
  let agora: FakeAgora;
  let clock: FakeClock;
  let asked: ({ uid: number } | undefined)[];
  let refusal: ApiError | null;
  let channel: string;

  const ask = (role: 'host' | 'viewer') => async (staying?: { uid: number }) => {
    asked.push(staying);
    if (refusal) throw refusal;
    // A viewer who comes anew is somebody else each time.
    const uid = role === 'host' ? HOST : (staying?.uid ?? 2 ** 31 + asked.length);
    const common = { provider: 'agora', role, seat: 'host', appId: 'app', channel, seatUid: HOST } as const;
    return { ...common, uid, token: `token ${asked.length}`, expiresAt: '2026-01-01T12:30:00.000Z' } satisfies VideoCredentials;
  };
  const play = () => createPlayer(ask('viewer'), { loadAgora: agora.load, timers: clock });
  const flow = (packets: number): void => {
    agora.client.videoStats = { uid: HOST, receivePackets: packets };
  };

  beforeEach(() => {
    [agora, clock, asked, refusal] = [new FakeAgora(), new FakeClock(), [], null];
    shows += 1;
    channel = `show ${shows}`;
  });

  it('a player waits for its publisher, plays, waits again when the picture is gone, and comes back, all in one connection', async () => {
    const player = play();
    const now = () => player.getSnapshot().status;
    player.start();
    await clock.pass(2_000);
    expect(now()).toBe('waiting');
    agora.publish(HOST, 'video', 'audio');
    await clock.pass(3_000);
    flow(100);
    await clock.pass(200);
    expect(now()).toBe('playing');
    agora.unpublish(HOST, 'video', 'audio');
    await clock.pass(9_000);
    expect(now()).toBe('waiting');
    agora.publish(HOST, 'video', 'audio');
    await clock.pass(5_000);
    flow(200);
    await clock.pass(200);
    expect(now()).toBe('playing');
    expect(agora.clients).toHaveLength(1);
    player.stop();
    await clock.pass(60_000);
    expect(agora.client.joined).toBeNull();
  });

  it('a player stays who it is when its token is renewed, and becomes somebody else when another tab has its place', async () => {
    agora.publish(HOST, 'video');
    const player = play();
    player.start();
    await clock.pass(100);
    flow(100);
    await clock.pass(200);
    const { uid } = agora.client.joined ?? {};
    agora.client.emit('token-privilege-will-expire');
    await clock.pass(100);
    expect(asked.at(-1)).toEqual({ uid });
    expect(agora.client.tokens).toEqual(['token 1', 'token 2']);
    agora.client.lose('UID_CONFLICT');
    expect(player.getSnapshot()).toMatchObject({ status: 'reconnecting' });
    await clock.pass(2_000);
    expect(agora.clients).toHaveLength(2);
    expect(agora.client.joined?.uid).not.toBe(uid);
  });

  it('a player who is put out asks again, and takes the shop’s no for an answer', async () => {
    agora.publish(HOST, 'video');
    const player = play();
    player.start();
    await clock.pass(100);
    refusal = new ApiError('ended', 410, 'The show has ended.');
    agora.client.lose('CHANNEL_BANNED');
    await clock.pass(10_000);
    expect(player.getSnapshot()).toMatchObject({ status: 'failed', error: { code: 'ended' } });
  });

  it('a publisher is live when its tracks are sent, comes back after a loss, and yields to the same host’s other device', async () => {
    const publisher = createPublisher(ask('host'), { quality: '720p', loadAgora: agora.load, timers: clock });
    const now = () => publisher.getSnapshot();
    publisher.start(new FakeMediaStream([fakeTrack('video'), fakeTrack('audio')]) as unknown as MediaStream);
    await clock.pass(0);
    expect(now()).toEqual({ status: 'live' });
    agora.client.lose('NETWORK_ERROR');
    expect(now()).toMatchObject({ status: 'reconnecting', attempt: 1 });
    await clock.pass(2_000);
    expect(now()).toEqual({ status: 'live' });
    agora.client.lose('UID_CONFLICT');
    expect(now()).toMatchObject({ status: 'failed', error: { code: 'taken_over' } });
    await clock.pass(60_000);
    expect(agora.clients).toHaveLength(2);
  });

  it('a publisher leaves the channel when it is stopped', async () => {
    const publisher = createPublisher(ask('host'), { quality: '720p', loadAgora: agora.load, timers: clock });
    publisher.start(new FakeMediaStream([fakeTrack('video')]) as unknown as MediaStream);
    await clock.pass(0);
    await publisher.stop();
    expect(agora.client.joined).toBeNull();
    expect(agora.published.get(HOST)?.size).toBe(0);
  });
});
