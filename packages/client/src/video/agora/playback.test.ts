import type { VideoCredentials } from '@vitrine/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeAgora } from '../../testing/fake-agora.ts';
import { FakeClock, settled } from '../../testing/fake-clock.ts';
import { FakeMediaStream } from '../../testing/fake-peer.ts';
import { NobodyPublishes } from '../link.ts';
import type { AgoraCredentials, ChannelLost } from './connection.ts';
import { AgoraPlayback } from './playback.ts';

beforeAll(() => void vi.stubGlobal('MediaStream', FakeMediaStream));
afterAll(() => void vi.unstubAllGlobals());

const HOST = 11;
const GUEST = 12;
let shows = 0;

describe('a seat played from Agora', () => {
  let agora: FakeAgora;
  let clock: FakeClock;
  let lost: ChannelLost[];
  let renewals: number[];
  let renewed: () => Promise<VideoCredentials>;
  let credentials: AgoraCredentials;

  const open = (changes: Partial<AgoraCredentials> = {}): Promise<AgoraPlayback> =>
    AgoraPlayback.open(
      { ...credentials, ...changes },
      {
        loadAgora: agora.load,
        timers: clock,
        renew: (uid) => {
          renewals.push(uid);
          return renewed();
        },
        onLost: (error) => lost.push(error),
      },
    );
  const kinds = (playback: AgoraPlayback): string[] => playback.stream.getTracks().map(({ kind }) => kind);

  beforeEach(() => {
    [agora, clock, lost, renewals] = [new FakeAgora(), new FakeClock(), [], []];
    shows += 1;
    credentials = {
      provider: 'agora',
      role: 'viewer',
      seat: 'host',
      appId: 'app',
      channel: `show ${shows}`,
      uid: 2_147_483_649,
      seatUid: HOST,
      token: 'first token',
      expiresAt: '2026-01-01T12:30:00.000Z',
    };
    renewed = async () => ({ ...credentials, token: 'second token' });
  });

  it('is its picture and its sound, joined as audience without delay', async () => {
    agora.publish(HOST, 'video', 'audio');
    const playback = await open();
    expect(kinds(playback)).toEqual(['video', 'audio']);
    expect(agora.client.config).toMatchObject({ mode: 'live', role: 'audience', clientRoleOptions: { level: 2 } });
    expect(agora.client.joined).toEqual({ channel: credentials.channel, uid: credentials.uid });
    expect(agora.client.tokens).toEqual(['first token']);
  });

  it('shares one connection with the other seats of the show, and is not left before the last of them', async () => {
    agora.publish(HOST, 'video', 'audio');
    agora.publish(GUEST, 'video', 'audio');
    const [host, guest] = await Promise.all([open(), open({ seat: 'guest', seatUid: GUEST, uid: 2_147_483_650, token: 'another' })]);
    expect(agora.clients).toHaveLength(1);
    await host.close();
    await clock.pass(60_000);
    expect(agora.client.joined).not.toBeNull();
    expect(agora.client.asked).toContain(`unsubscribe ${HOST} video`);
    expect(kinds(guest)).toEqual(['video', 'audio']);
    await guest.close();
    await clock.pass(9_000);
    await (await open()).close();
    expect(agora.clients).toHaveLength(1);
    await clock.pass(10_000);
    expect(agora.client.joined).toBeNull();
  });

  it('waits a little for who publishes, then says that nobody does', async () => {
    const opening = open();
    await clock.pass(1_900);
    agora.publish(HOST, 'audio');
    expect(kinds(await opening)).toEqual(['audio']);
    agora.unpublish(HOST, 'audio');
    const empty = expect(open()).rejects.toBeInstanceOf(NobodyPublishes);
    await clock.pass(2_000);
    await empty;
  });

  it('goes on when its publisher ceases and begins again, with the new tracks', async () => {
    agora.publish(HOST, 'video', 'audio');
    const playback = await open();
    const before = playback.stream.getTracks().map(({ id }) => id);
    agora.unpublish(HOST, 'video');
    await settled();
    expect(kinds(playback)).toEqual(['audio']);
    agora.publish(HOST, 'video');
    agora.unpublish(HOST, 'audio');
    agora.publish(HOST, 'audio');
    await settled();
    expect(kinds(playback).sort()).toEqual(['audio', 'video']);
    for (const { id } of playback.stream.getTracks()) expect(before).not.toContain(id);
    expect(lost).toEqual([]);
  });

  it.each([
    ['auto', ['stream 11 0', 'fallback 11 2']],
    ['1080p', ['stream 11 0', 'fallback 11 0']],
    ['360p', ['stream 11 1', 'fallback 11 0']],
  ] as const)('takes the stream that %s asks for', async (quality, asked) => {
    agora.publish(HOST, 'video', 'audio');
    const playback = await open();
    agora.client.asked.length = 0;
    await playback.choose({ quality });
    expect(agora.client.asked).toEqual(asked);
  });

  it('stops the bytes of what is not wanted: the picture of who only listens, and everything while it is paused', async () => {
    agora.publish(HOST, 'video', 'audio');
    const playback = await open();
    await playback.choose({ quality: 'audio' });
    expect(kinds(playback)).toEqual(['audio']);
    await playback.choose({ paused: true });
    expect(kinds(playback)).toEqual([]);
    expect(agora.client.taken.size).toBe(0);
    await playback.choose({ quality: 'auto', paused: false });
    expect(kinds(playback).sort()).toEqual(['audio', 'video']);
  });

  it('stays with a fresh token for the same uid, asked for again while there is none', async () => {
    agora.publish(HOST, 'video');
    await open();
    const answers = [() => Promise.reject(new Error('the server is away')), async () => ({ ...credentials, token: 'second token' })];
    renewed = () => (answers.shift() ?? renewed)();
    agora.client.emit('token-privilege-will-expire');
    await clock.pass(5_000);
    expect(renewals).toEqual([credentials.uid, credentials.uid]);
    expect(agora.client.tokens).toEqual(['first token', 'second token']);
  });

  it('does not take a token that is for somebody else', async () => {
    agora.publish(HOST, 'video');
    await open();
    renewed = async () => ({ ...credentials, uid: credentials.uid + 1, token: 'of another' });
    agora.client.emit('token-privilege-will-expire');
    await clock.pass(60_000);
    expect(agora.client.tokens).toEqual(['first token']);
  });

  it('says why it was put out, and is joined anew by who comes after', async () => {
    agora.publish(HOST, 'video');
    const playback = await open();
    agora.client.lose('UID_CONFLICT');
    expect(lost.map(({ reason }) => reason)).toEqual(['UID_CONFLICT']);
    await playback.close();
    await open();
    expect(agora.clients).toHaveLength(2);
    expect(lost).toHaveLength(1);
  });

  it('leaves nothing behind when the channel can’t be joined', async () => {
    agora.joinRefusal = new Error('CAN_NOT_GET_GATEWAY_SERVER');
    await expect(open()).rejects.toThrow('CAN_NOT_GET_GATEWAY_SERVER');
    agora.joinRefusal = null;
    agora.publish(HOST, 'video');
    expect(kinds(await open())).toEqual(['video']);
  });

  it('gives up a channel that does not answer, which the SDK never does', async () => {
    agora.isSilent = true;
    const silent = expect(open()).rejects.toThrow('Agora does not answer');
    await clock.pass(10_000);
    await silent;
    agora.isSilent = false;
    agora.publish(HOST, 'video');
    expect(kinds(await open())).toEqual(['video']);
  });

  it('tells how it runs', async () => {
    agora.publish(HOST, 'video', 'audio');
    const playback = await open();
    expect(await playback.progress()).toBe(0);
    agora.client.videoStats = {
      uid: HOST,
      receiveResolutionWidth: 1280,
      receiveResolutionHeight: 720,
      decodeFrameRate: 30,
      receiveBitrate: 2_000_000,
      receiveDelay: 300,
      receivePackets: 500,
      receivePacketsLost: 3,
      audioPackets: 100,
    };
    expect(await playback.progress()).toBe(600);
    expect(await playback.stats()).toEqual({
      width: 1280,
      height: 720,
      framesPerSecond: 30,
      bitrate: 2_000_000,
      roundTrip: 0.04,
      delay: 0.3,
      packetsLost: 3,
      freezes: null,
      frozen: null,
    });
  });
});
