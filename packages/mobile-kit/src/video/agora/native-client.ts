import type { AgoraClient, AgoraLocalTrack, AgoraLocalVideoStats, AgoraRemoteTrack, AgoraRemoteUser } from '@vitrine/client/video';
import {
  AGORA,
  type AgoraConnection,
  type AgoraEngine,
  type AgoraLocalVideo,
  type AgoraRemoteVideo,
  type AgoraSmallStream,
  isRefused,
} from './engine.ts';
import { localVideoStats, type Media, type Remote, remoteAudioStats, remoteVideoStats } from './native-stats.ts';
import { AgoraTrack, type OwnLocalTrack } from './stand-ins.ts';

// biome-ignore lint/suspicious/noExplicitAny: each event has arguments of its own
type Listener = (...values: any[]) => void;

/** `ConnectionStateType` in the words of the web's SDK. */
const STATES: Record<number, string> = { 1: 'DISCONNECTED', 2: 'CONNECTING', 3: 'CONNECTED', 4: 'RECONNECTING', 5: 'DISCONNECTED' };
/** `ConnectionChangedReasonType` in the words of the web's SDK, as far as they are told apart here. */
const REASONS: Record<number, string> = {
  3: 'CHANNEL_BANNED',
  5: 'LEAVE',
  8: 'INVALID_TOKEN',
  9: 'TOKEN_EXPIRE',
  10: 'CHANNEL_BANNED',
  19: 'UID_CONFLICT',
};

/** Who has the phone's engine, and passes on what it tells. */
export interface EngineHolder {
  /** The engine for this app. */
  engineFor(appId: string): AgoraEngine;
  /** The client hears of its connection, until it is forgotten. */
  hold(client: NativeAgoraClient): void;
  forget(client: NativeAgoraClient): void;
}
/** One connection to one channel, as the web's SDK has it: what the client says of Agora holds on phones as well. */
export class NativeAgoraClient implements AgoraClient {
  readonly #agora: EngineHolder;
  readonly #config: { role: 'host' | 'audience'; clientRoleOptions?: { level: number } };
  readonly #listeners = new Map<string, Listener[]>();
  readonly #remotes = new Map<number, Remote>();
  readonly #published = new Set<OwnLocalTrack>();
  #engine: AgoraEngine | null = null;
  #connection: AgoraConnection | null = null;
  #entering: { resolve: () => void; reject: (error: Error) => void } | null = null;
  #small: AgoraSmallStream | null = null;
  #roundTrip = 0;
  #local: AgoraLocalVideo = {};
  connectionState = 'DISCONNECTED';

  constructor(config: { role: 'host' | 'audience'; clientRoleOptions?: { level: number } }, agora: EngineHolder) {
    this.#config = config;
    this.#agora = agora;
  }

  on(event: string, listener: Listener): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }
  emit(event: string, ...values: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...values);
  }

  async join(appId: string, channelId: string, token: string, localUid: number): Promise<void> {
    const engine = this.#agora.engineFor(appId);
    const connection = { channelId, localUid };
    this.#engine = engine;
    this.#connection = connection;
    this.#agora.hold(this);
    const { role, clientRoleOptions } = this.#config;
    const entered = new Promise<void>((resolve, reject) => {
      this.#entering = { resolve, reject };
    });
    const answer = engine.joinChannelEx(token, connection, {
      channelProfile: AGORA.liveBroadcasting,
      clientRoleType: role === 'host' ? AGORA.broadcaster : AGORA.audience,
      ...(clientRoleOptions ? { audienceLatencyLevel: clientRoleOptions.level } : {}),
      // Each seat is asked for by who shows it.
      autoSubscribeAudio: false,
      autoSubscribeVideo: false,
      publishCameraTrack: false,
      publishMicrophoneTrack: false,
    });
    if (isRefused(answer)) {
      this.#connection = null;
      this.#entering?.reject(new Error(`Agora does not let us in (${answer}).`));
    }
    await entered;
  }
  async leave(): Promise<void> {
    this.#entering?.reject(new Error('The channel was left.'));
    this.#entering = null;
    this.#agora.forget(this);
    if (this.#connection) this.#engine?.leaveChannelEx(this.#connection);
    this.#connection = null;
    this.#remotes.clear();
    this.#published.clear();
    this.connectionState = 'DISCONNECTED';
  }
  async renewToken(token: string): Promise<void> {
    this.#do((engine, connection) => engine.updateChannelMediaOptionsEx({ token }, connection));
  }

  async publish(tracks: AgoraLocalTrack | AgoraLocalTrack[]): Promise<void> {
    for (const track of [tracks].flat()) this.#published.add(asOwn(track));
    await this.#settle();
  }
  async unpublish(tracks: AgoraLocalTrack | AgoraLocalTrack[] = [...this.#published]): Promise<void> {
    for (const track of [tracks].flat()) this.#published.delete(asOwn(track));
    await this.#settle();
  }
  setLowStreamParameter({
    width,
    height,
    framerate,
    bitrate,
  }: {
    width: number;
    height: number;
    framerate: number;
    bitrate: number;
  }): void {
    this.#small = { dimensions: { width, height }, framerate, kBitrate: bitrate };
  }
  async enableDualStream(): Promise<void> {
    const small = this.#small;
    if (small) this.#do((engine, connection) => engine.setDualStreamModeEx(AGORA.simulcast, small, connection));
  }

  get remoteUsers(): AgoraRemoteUser[] {
    return [...this.#remotes.keys()].map((uid) => this.#user(uid));
  }
  async subscribe(uid: number, media: Media): Promise<AgoraRemoteTrack> {
    const connection = this.#hear(uid, media, true);
    const track = new AgoraTrack(
      media,
      { isOwn: false, uid, connection },
      {
        enable: (isEnabled) => {
          if (media === 'audio') this.#engine?.adjustUserPlaybackSignalVolumeEx(uid, isEnabled ? 100 : 0, connection);
        },
      },
    );
    const remote = this.#remotes.get(uid);
    remote?.tracks.set(media, track);
    // What was seen of it before says nothing of what comes now.
    if (remote) remote.seen[media] = 0;
    return remoteTrack(track);
  }
  async unsubscribe(uid: number, media: Media): Promise<void> {
    const remote = this.#remotes.get(uid);
    remote?.tracks.delete(media);
    remote?.flowing.delete(media);
    this.#hear(uid, media, false);
  }
  async setRemoteVideoStreamType(uid: number, type: number): Promise<void> {
    this.#do((engine, connection) => engine.setRemoteVideoStreamTypeEx(uid, type, connection));
  }
  /** The native engine has one for all, set when it starts. */
  async setStreamFallbackOption(): Promise<void> {}

  getRTCStats(): { RTT: number } {
    return { RTT: this.#roundTrip };
  }
  getRemoteVideoStats(): ReturnType<AgoraClient['getRemoteVideoStats']> {
    return remoteVideoStats(this.#remotes);
  }
  getRemoteAudioStats(): { [uid: string]: { receivePackets: number } } {
    return remoteAudioStats(this.#remotes);
  }
  getLocalVideoStats(): AgoraLocalVideoStats {
    return localVideoStats(this.#local, this.#roundTrip);
  }

  // What the engine tells of this connection.

  isOf({ channelId, localUid }: AgoraConnection): boolean {
    return this.#connection !== null && this.#connection.channelId === channelId && this.#connection.localUid === localUid;
  }
  joined(): void {
    this.connectionState = 'CONNECTED';
    this.#entering?.resolve();
    this.#entering = null;
  }
  userJoined(uid: number): void {
    if (this.#remotes.has(uid)) return;
    // Who joins to send sends both, until it is told otherwise.
    this.#remotes.set(uid, {
      hasVideo: true,
      hasAudio: true,
      tracks: new Map(),
      flowing: new Set(),
      seen: { video: 0, audio: 0 },
      stats: {},
    });
    for (const media of ['video', 'audio']) this.emit('user-published', this.#user(uid), media);
  }
  userLeft(uid: number): void {
    if (!this.#remotes.has(uid)) return;
    const user = { ...this.#user(uid), hasVideo: false, hasAudio: false };
    this.#remotes.delete(uid);
    for (const media of ['video', 'audio']) this.emit('user-unpublished', user, media);
  }
  userSends(uid: number, media: Media, isSent: boolean): void {
    const remote = this.#remotes.get(uid);
    if (!remote) return;
    if (media === 'video') remote.hasVideo = isSent;
    else remote.hasAudio = isSent;
    if (!isSent) remote.tracks.delete(media);
    this.emit(isSent ? 'user-published' : 'user-unpublished', this.#user(uid), media);
  }
  flows(uid: number, media: Media, isFlowing: boolean): void {
    const flowing = this.#remotes.get(uid)?.flowing;
    if (isFlowing) flowing?.add(media);
    else flowing?.delete(media);
  }
  connectionChanged(state: number, reason: number): void {
    const before = this.connectionState;
    this.connectionState = STATES[state] ?? before;
    if (this.connectionState !== 'DISCONNECTED') {
      this.emit('connection-state-change', this.connectionState, before);
      return;
    }
    const why = REASONS[reason] ?? 'NETWORK_ERROR';
    this.#entering?.reject(new Error(`Agora does not let us in: ${why}`));
    this.#entering = null;
    this.emit('connection-state-change', 'DISCONNECTED', before, why);
  }
  /** The engine waits for a new token for ever; a new connection asks for one. */
  tokenExpired(): void {
    this.connectionChanged(1, 9);
  }
  tookStats({ roundTrip, remote, local }: { roundTrip?: number; remote?: AgoraRemoteVideo; local?: AgoraLocalVideo }): void {
    if (roundTrip !== undefined) this.#roundTrip = roundTrip;
    if (local) this.#local = local;
    const known = remote?.uid === undefined ? undefined : this.#remotes.get(remote.uid);
    if (known && remote) known.stats = remote;
  }

  #user(uid: number): AgoraRemoteUser {
    const remote = this.#remotes.get(uid);
    const [video, audio] = [remote?.tracks.get('video'), remote?.tracks.get('audio')];
    return {
      uid,
      hasVideo: remote?.hasVideo ?? false,
      hasAudio: remote?.hasAudio ?? false,
      ...(video ? { videoTrack: remoteTrack(video) } : {}),
      ...(audio ? { audioTrack: remoteTrack(audio) } : {}),
    };
  }
  #hear(uid: number, media: Media, isWanted: boolean): AgoraConnection {
    return this.#do((engine, connection) =>
      media === 'video'
        ? engine.muteRemoteVideoStreamEx(uid, !isWanted, connection)
        : engine.muteRemoteAudioStreamEx(uid, !isWanted, connection),
    );
  }
  async #settle(): Promise<void> {
    const sent = [...this.#published];
    const encoder = sent.find((track) => track.encoder)?.encoder;
    if (encoder) this.#do((engine, connection) => engine.setVideoEncoderConfigurationEx(encoder, connection));
    this.#do((engine, connection) =>
      engine.updateChannelMediaOptionsEx(
        {
          clientRoleType: AGORA.broadcaster,
          publishCameraTrack: sent.some(({ trackMediaType }) => trackMediaType === 'video'),
          publishMicrophoneTrack: sent.some(({ trackMediaType }) => trackMediaType === 'audio'),
        },
        connection,
      ),
    );
  }
  #do(act: (engine: AgoraEngine, connection: AgoraConnection) => number): AgoraConnection {
    if (!this.#engine || !this.#connection) throw new Error('No channel has been joined.');
    const answer = act(this.#engine, this.#connection);
    if (isRefused(answer)) throw new Error(`Agora refuses (${answer}).`);
    return this.#connection;
  }
}

const remoteTrack = (track: AgoraTrack): AgoraRemoteTrack => ({ getMediaStreamTrack: () => track as unknown as MediaStreamTrack });
function asOwn(track: AgoraLocalTrack): OwnLocalTrack {
  if (!('own' in track)) throw new Error('This track is not of this SDK.');
  return track as OwnLocalTrack;
}
