import { beforeEach, describe, expect, it } from 'vitest';
import { FakeAgora } from '../../testing/fake-agora.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { fakeTrack } from '../../testing/fake-peer.ts';
import type { AgoraCredentials, ChannelLost } from './connection.ts';
import { AgoraPublishing } from './publishing.ts';

describe('publishing by Agora', () => {
  let agora: FakeAgora;
  let clock: FakeClock;
  let lost: ChannelLost[];
  const camera = fakeTrack('video', 'camera');
  const microphone = fakeTrack('audio', 'microphone');
  const credentials: AgoraCredentials = {
    provider: 'agora',
    role: 'host',
    seat: 'host',
    appId: 'app',
    channel: 'show',
    uid: 11,
    seatUid: 11,
    token: 'first token',
    expiresAt: '2026-01-01T13:00:00.000Z',
  };
  const open = (quality: '720p' | '1080p' = '720p'): Promise<AgoraPublishing> =>
    AgoraPublishing.open(credentials, [camera, microphone], {
      quality,
      loadAgora: agora.load,
      timers: clock,
      renew: async () => ({ ...credentials, token: 'second token' }),
      onLost: (error) => lost.push(error),
    });
  const sent = (): string[] => agora.client.local.map(({ track }) => track.id).sort();

  beforeEach(() => {
    [agora, clock, lost] = [new FakeAgora(), new FakeClock(), []];
  });

  it('sends picture and sound as the uid of the seat, in two sizes, the larger as the show’s quality says', async () => {
    await open('1080p');
    expect(agora.client.config).toMatchObject({ mode: 'live', role: 'host' });
    expect(agora.client.joined).toEqual({ channel: 'show', uid: 11 });
    expect([...(agora.published.get(11) ?? [])].sort()).toEqual(['audio', 'video']);
    expect(agora.client.asked).toEqual(['low stream parameter', 'dual stream']);
    expect(agora.client.local.find(({ trackMediaType }) => trackMediaType === 'video')?.config).toMatchObject({
      width: 1920,
      height: 1080,
      bitrateMax: 4_500,
    });
  });

  it('sends one size where the browser can’t do two', async () => {
    agora.canSendTwo = false;
    await open();
    expect(agora.published.get(11)?.size).toBe(2);
  });

  it('changes camera and microphone without a new connection', async () => {
    const publishing = await open();
    await publishing.replaceTrack(fakeTrack('video', 'screen'));
    await publishing.replaceTrack(fakeTrack('audio', 'headset'));
    expect(sent()).toEqual(['headset', 'screen']);
    expect(agora.clients).toHaveLength(1);
  });

  it('stays with a fresh token', async () => {
    await open();
    agora.client.emit('token-privilege-will-expire');
    await clock.pass(0);
    expect(agora.client.tokens).toEqual(['first token', 'second token']);
  });

  it('says that another device has taken its place', async () => {
    await open();
    agora.client.lose('UID_CONFLICT');
    expect(lost.map(({ reason }) => reason)).toEqual(['UID_CONFLICT']);
  });

  it('leaves the channel when it is closed, which is no loss, and asks for no token any more', async () => {
    const publishing = await open();
    await publishing.close();
    agora.client.emit('token-privilege-will-expire');
    await clock.pass(60_000);
    expect(agora.client.joined).toBeNull();
    expect(agora.client.tokens).toEqual(['first token']);
    expect(lost).toEqual([]);
    expect(agora.published.get(11)?.size).toBe(0);
  });

  it('tells how it runs', async () => {
    expect(await (await open()).stats()).toEqual({
      width: 1280,
      height: 720,
      framesPerSecond: 30,
      bitrate: 2_000_000,
      roundTrip: 0.05,
      packetLoss: 0.02,
      limitedBy: 'none',
    });
  });
});
