import { FakeClock } from '@vitrine/client/testing';
import { createPlayer, createPublisher } from '@vitrine/client/video';
import type { VideoCredentials } from '@vitrine/protocol';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeEngine } from './fake-engine.ts';
import { NativeAgora } from './native-agora.ts';
import type { AgoraStream } from './stand-ins.ts';

const HOST = 11;
const GUEST = 12;
const OWN = { width: 1280, height: 720, bitrate: 2_500, facing: 'user' } as const;
const asStream = (stream: AgoraStream): MediaStream => stream as unknown as MediaStream;
const asAgoras = (stream: MediaStream): AgoraStream => stream as unknown as AgoraStream;
let shows = 0;

describe('Agora on a phone', () => {
  let engine: FakeEngine;
  let agora: NativeAgora;
  let clock: FakeClock;
  let asked: number;
  let channel: string;

  beforeEach(() => {
    engine = new FakeEngine();
    agora = new NativeAgora(() => engine);
    clock = new FakeClock();
    asked = 0;
    shows += 1;
    channel = `show ${shows}`;
  });
  const credentials =
    (role: 'host' | 'viewer', seatUid = HOST) =>
    async (staying?: { uid: number }): Promise<VideoCredentials> => {
      asked += 1;
      return {
        provider: 'agora',
        role,
        seat: 'host',
        appId: 'app',
        channel,
        seatUid,
        uid: role === 'host' ? seatUid : (staying?.uid ?? 1_000 + asked),
        token: `token ${asked}`,
        expiresAt: '2026-01-01T12:30:00.000Z',
      };
    };
  const loadAgora = async () => agora.sdk;
  const play = (seat = HOST) => createPlayer(credentials('viewer', seat), { loadAgora, timers: clock });
  const publish = () => createPublisher(credentials('host'), { quality: '720p', loadAgora, timers: clock });

  // The client loads what speaks to Agora when it is first needed: that takes a time which no clock here knows.
  beforeAll(async () => {
    const [first, waiting] = [new FakeEngine(), new FakeClock()];
    const warm = createPlayer(credentials('viewer'), { loadAgora: async () => new NativeAgora(() => first).sdk, timers: waiting });
    channel = 'warm';
    warm.start();
    await vi.waitFor(() => expect(first.joined).toHaveLength(1));
    warm.stop();
  });

  async function watched() {
    const player = play();
    player.start();
    await clock.pass(0);
    engine.comes(HOST);
    await clock.pass(100);
    engine.flows(HOST, 'video', true);
    engine.flows(HOST, 'audio', true);
    await clock.pass(1_000);
    const now = player.getSnapshot();
    if (now.status !== 'playing') throw new Error(`it is ${now.status}`);
    return { player, stream: asAgoras(now.stream) };
  }
  async function sent() {
    const camera = agora.openCamera('app', OWN);
    const publisher = publish();
    publisher.start(asStream(camera));
    await clock.pass(0);
    return { camera, publisher };
  }

  it('joins as audience, asks for its seat alone, and plays once the picture comes', async () => {
    const { stream } = await watched();
    const [joined] = engine.joined;
    expect(engine.context).toEqual({ appId: 'app', channelProfile: 1 });
    expect(joined).toMatchObject({
      token: 'token 1',
      connection: { channelId: channel, localUid: 1_001 },
      options: {
        clientRoleType: 2,
        audienceLatencyLevel: 2,
        autoSubscribeAudio: false,
        autoSubscribeVideo: false,
        publishCameraTrack: false,
      },
    });
    expect(engine.heard(HOST)).toEqual({ video: true, audio: true });
    expect(stream.getSnapshot()).toEqual({ isOwn: false, uid: HOST, connection: joined?.connection });
  });

  it('waits while nobody is there, and takes a picture that stands still for a lost one', async () => {
    const waiting = play();
    waiting.start();
    await clock.pass(2_500);
    expect(waiting.getSnapshot().status).toBe('waiting');
    waiting.stop();
    const { player } = await watched();
    engine.flows(HOST, 'video', false);
    await clock.pass(10_000);
    expect(player.getSnapshot().status).toBe('playing');
    engine.flows(HOST, 'audio', false);
    await clock.pass(5_000);
    expect(player.getSnapshot().status).toBe('reconnecting');
  });

  it('plays host and guest in one connection, and stops what is not wanted', async () => {
    const { player } = await watched();
    const guest = play(GUEST);
    guest.start();
    await clock.pass(0);
    engine.comes(GUEST);
    await clock.pass(200);
    expect(engine.joined).toHaveLength(1);
    player.choose({ quality: 'audio' });
    await clock.pass(0);
    expect(engine.heard(HOST)).toEqual({ video: false, audio: true });
    player.choose({ quality: '360p' });
    await clock.pass(0);
    expect(engine.heard(HOST)).toEqual({ video: true, audio: true });
    expect(engine.layers.get(HOST)).toBe(1);
    player.stop();
    guest.stop();
    await clock.pass(20_000);
    expect(engine.left).toHaveLength(1);
  });

  it('follows a seat that ceases its picture and begins again, in the same stream', async () => {
    const { stream } = await watched();
    const pictures: unknown[] = [];
    stream.subscribe(() => pictures.push(stream.getSnapshot()));
    engine.sends(HOST, 'video', false);
    await clock.pass(0);
    expect(stream.getSnapshot()).toBeNull();
    engine.sends(HOST, 'video', true);
    await clock.pass(0);
    expect(stream.getSnapshot()).toMatchObject({ uid: HOST });
    expect(pictures).toHaveLength(2);
  });

  it('is silent where its sound is switched off', async () => {
    const { stream } = await watched();
    const [sound] = stream.getAudioTracks();
    if (sound) sound.enabled = false;
    expect(engine.volumes.get(HOST)).toBe(0);
    if (sound) sound.enabled = true;
    expect(engine.volumes.get(HOST)).toBe(100);
  });

  it('stays with a fresh token, and comes anew with another where the old one has run out', async () => {
    const { player } = await watched();
    engine.tell('onTokenPrivilegeWillExpire');
    await clock.pass(0);
    expect(engine.tokens).toEqual(['token 2']);
    engine.tell('onRequestToken');
    expect(player.getSnapshot().status).toBe('reconnecting');
    await clock.pass(2_000);
    expect(engine.joined.at(-1)?.token).toBe('token 3');
  });

  it('says that it is refused, tries again, and does not hang on a channel that never answers', async () => {
    engine.answer = -2;
    const player = play();
    player.start();
    await clock.pass(0);
    expect(player.getSnapshot().status).toBe('connecting');
    engine.answer = 0;
    engine.isSilent = true;
    await clock.pass(13_000);
    expect(engine.left.length).toBeGreaterThan(0);
    engine.isSilent = false;
    await clock.pass(20_000);
    expect(player.getSnapshot().status).toBe('waiting');
  });

  it('opens the camera as it is asked to, shows it, and sends it as the uid of the seat in two sizes', async () => {
    const { camera, publisher } = await sent();
    expect(engine.camera).toEqual({ direction: 1, isPreviewing: true });
    expect(camera.getSnapshot()).toEqual({ isOwn: true });
    expect(publisher.getSnapshot()).toEqual({ status: 'live' });
    expect(engine.joined[0]).toMatchObject({ connection: { channelId: channel, localUid: HOST }, options: { clientRoleType: 1 } });
    expect(engine.options).toMatchObject({ publishCameraTrack: true, publishMicrophoneTrack: true, clientRoleType: 1 });
    expect(engine.encoder).toMatchObject({ dimensions: { width: 1280, height: 720 }, frameRate: 30, bitrate: 2_500 });
    expect(engine.small).toMatchObject({ dimensions: { width: 640, height: 360 } });
  });

  it('mutes, hides, turns the camera round and lights it, all without a new connection', async () => {
    const { camera } = await sent();
    for (const track of camera.getTracks()) track.enabled = false;
    expect(engine.muted).toEqual({ audio: true, video: true });
    for (const track of camera.getTracks()) track.enabled = true;
    expect(engine.muted).toEqual({ audio: false, video: false });
    expect(agora.hasTorch).toBe(false);
    agora.turn('environment');
    expect(engine.turns).toBe(1);
    expect(agora.hasTorch).toBe(true);
    agora.light(true);
    expect(engine.isLit).toBe(true);
    agora.turn('environment');
    expect(engine.turns).toBe(1);
    expect(engine.joined).toHaveLength(1);
  });

  it('leaves the channel when it is stopped, and closes the camera with its stream alone', async () => {
    const { camera, publisher } = await sent();
    await publisher.stop();
    expect(engine.left).toEqual([{ channelId: channel, localUid: HOST }]);
    expect(engine.camera.isPreviewing).toBe(true);
    const reopened = agora.openCamera('app', OWN);
    for (const track of camera.getTracks()) track.stop();
    expect(engine.camera.isPreviewing).toBe(true);
    for (const track of reopened.getTracks()) track.stop();
    expect(engine.camera.isPreviewing).toBe(false);
  });

  it('yields to the same host’s other device, and comes back after a loss', async () => {
    const { publisher } = await sent();
    engine.lose(16);
    expect(publisher.getSnapshot()).toMatchObject({ status: 'reconnecting' });
    await clock.pass(2_000);
    expect(publisher.getSnapshot()).toEqual({ status: 'live' });
    engine.lose(19);
    expect(publisher.getSnapshot()).toMatchObject({ status: 'failed', error: { code: 'taken_over' } });
  });

  it('sends no camera that another provider has open, and says why', async () => {
    const publisher = publish();
    const webrtc = { kind: 'video', readyState: 'live' } as MediaStreamTrack;
    publisher.start({ getTracks: () => [webrtc] } as unknown as MediaStream);
    await clock.pass(0);
    expect(publisher.getSnapshot()).toMatchObject({ status: 'failed', error: { code: 'unsupported' } });
    expect(engine.left).toHaveLength(1);
  });

  it('tells how picture and line are', async () => {
    const { publisher } = await sent();
    engine.tell('onRtcStats', { lastmileDelay: 40 });
    engine.tell('onLocalVideoStats', 0, {
      encodedFrameWidth: 1280,
      encodedFrameHeight: 720,
      sentFrameRate: 29,
      sentBitrate: 2_100,
      txPacketLossRate: 2,
    });
    expect(await publisher.stats()).toEqual({
      width: 1280,
      height: 720,
      framesPerSecond: 29,
      bitrate: 2_100_000,
      roundTrip: 0.04,
      packetLoss: 0.02,
      limitedBy: 'none',
    });
    const { player } = await watched();
    engine.tell('onRemoteVideoStats', { uid: HOST, width: 640, height: 360, receivedBitrate: 500, decoderOutputFrameRate: 15, delay: 80 });
    expect(await player.stats()).toMatchObject({ width: 640, height: 360, bitrate: 500_000, framesPerSecond: 15, delay: 0.08 });
  });

  it('gives its engine up for another shop’s app', async () => {
    await sent();
    agora.engineFor('another app');
    expect(engine.releases).toBe(1);
    expect(engine.context?.appId).toBe('another app');
  });
});
