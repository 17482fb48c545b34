import type { AgoraClient, AgoraLocalTrack, AgoraLocalVideoStats, AgoraRemoteUser, AgoraSdk } from '../video/agora/sdk.ts';
import { fakeTrack } from './fake-peer.ts';

type Media = 'video' | 'audio';
// biome-ignore lint/suspicious/noExplicitAny: each event has arguments of its own
type Listener = (...values: any[]) => void;

/** A channel as the SDK shows it to those who are in it, with the SDK's own rules. */
export class FakeAgora {
  readonly clients: FakeAgoraClient[] = [];
  /** What is published, by uid. */
  readonly published = new Map<number, Set<Media>>();
  loads = 0;
  /** Whether a browser can encode two streams of one picture. */
  canSendTwo = true;
  /** What the next `join` says. */
  joinRefusal: Error | null = null;
  /** Whether a `join` gets no answer. */
  isSilent = false;

  readonly load = async (): Promise<AgoraSdk> => {
    this.loads += 1;
    return {
      createClient: (config) => {
        const client = new FakeAgoraClient(this, config);
        this.clients.push(client);
        return client;
      },
      createCustomVideoTrack: (config) => new FakeLocalTrack('video', config),
      createCustomAudioTrack: (config) => new FakeLocalTrack('audio', config),
      setLogLevel: () => {},
    };
  };
  get client(): FakeAgoraClient {
    const client = this.clients.at(-1);
    if (!client) throw new Error('no client has been made');
    return client;
  }

  /** Somebody elsewhere begins to send. */
  publish(uid: number, ...media: Media[]): void {
    for (const one of media) {
      this.published.set(uid, (this.published.get(uid) ?? new Set()).add(one));
      this.tell('user-published', uid, one);
    }
  }
  unpublish(uid: number, ...media: Media[]): void {
    for (const one of media) {
      this.published.get(uid)?.delete(one);
      for (const client of this.clients) client.forget(uid, one);
      this.tell('user-unpublished', uid, one);
    }
  }
  tell(event: string, uid: number, media: Media): void {
    for (const client of this.clients) if (client.connectionState === 'CONNECTED') client.emit(event, client.remoteUser(uid), media);
  }
}

export class FakeLocalTrack implements AgoraLocalTrack {
  readonly trackMediaType: Media;
  readonly config: { mediaStreamTrack: MediaStreamTrack };
  track: MediaStreamTrack;
  constructor(kind: Media, config: { mediaStreamTrack: MediaStreamTrack }) {
    this.trackMediaType = kind;
    this.config = config;
    this.track = config.mediaStreamTrack;
  }
  async replaceTrack(track: MediaStreamTrack, stopOldTrack: boolean): Promise<void> {
    if (stopOldTrack) throw new Error('the old track is the caller’s');
    this.track = track;
  }
}

export class FakeAgoraClient implements AgoraClient {
  readonly config: { role: string; clientRoleOptions?: { level: number } };
  connectionState = 'DISCONNECTED';
  joined: { channel: string; uid: number } | null = null;
  /** Every token that it was given, the one it joined with first. */
  readonly tokens: string[] = [];
  readonly local: FakeLocalTrack[] = [];
  /** Everything that was asked, in words. */
  readonly asked: string[] = [];
  readonly taken = new Map<string, MediaStreamTrack>();
  videoStats: Record<string, number> = {};
  readonly #network: FakeAgora;
  readonly #listeners = new Map<string, Listener[]>();

  constructor(network: FakeAgora, config: FakeAgoraClient['config']) {
    this.#network = network;
    this.config = config;
  }
  on(event: string, listener: Listener): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }
  emit(event: string, ...values: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...values);
  }
  /** Agora ends the connection. */
  lose(reason: string): void {
    this.connectionState = 'DISCONNECTED';
    this.emit('connection-state-change', 'DISCONNECTED', 'CONNECTED', reason);
  }

  get remoteUsers(): AgoraRemoteUser[] {
    return [...this.#network.published.keys()].filter((uid) => uid !== this.joined?.uid).map((uid) => this.remoteUser(uid));
  }
  remoteUser(uid: number): AgoraRemoteUser {
    const media = this.#network.published.get(uid);
    const remote = (kind: Media) => {
      const track = this.taken.get(`${uid} ${kind}`);
      return track && { getMediaStreamTrack: () => track };
    };
    const [videoTrack, audioTrack] = [remote('video'), remote('audio')];
    return {
      uid,
      hasVideo: media?.has('video') ?? false,
      hasAudio: media?.has('audio') ?? false,
      ...(videoTrack ? { videoTrack } : {}),
      ...(audioTrack ? { audioTrack } : {}),
    };
  }
  forget(uid: number, media: Media): void {
    this.taken.delete(`${uid} ${media}`);
  }

  async join(_appId: string, channel: string, token: string, uid: number): Promise<unknown> {
    if (this.#network.joinRefusal) throw this.#network.joinRefusal;
    if (this.#network.isSilent) await new Promise(() => {});
    this.tokens.push(token);
    this.joined = { channel, uid };
    this.connectionState = 'CONNECTED';
    return uid;
  }
  async leave(): Promise<void> {
    if (this.joined) for (const track of this.local) this.#network.unpublish(this.joined.uid, track.trackMediaType);
    this.joined = null;
    this.connectionState = 'DISCONNECTED';
    this.emit('connection-state-change', 'DISCONNECTED', 'CONNECTED', 'LEAVE');
  }
  async renewToken(token: string): Promise<void> {
    this.tokens.push(token);
  }
  async publish(tracks: AgoraLocalTrack | AgoraLocalTrack[]): Promise<void> {
    if (this.config.role !== 'host' || !this.joined) throw new Error('only a host who has joined publishes');
    for (const track of [tracks].flat()) {
      if (!(track instanceof FakeLocalTrack)) throw new Error('not a track of this SDK');
      if (this.local.some(({ trackMediaType }) => trackMediaType === track.trackMediaType)) throw new Error('one track of a kind');
      this.local.push(track);
      this.#network.publish(this.joined.uid, track.trackMediaType);
    }
  }
  async unpublish(tracks: AgoraLocalTrack | AgoraLocalTrack[] = []): Promise<void> {
    for (const track of [tracks].flat()) {
      this.local.splice(0, this.local.length, ...this.local.filter((one) => one !== track));
      if (this.joined) this.#network.unpublish(this.joined.uid, track.trackMediaType);
    }
  }
  async subscribe(uid: number, media: Media) {
    if (!this.#network.published.get(uid)?.has(media)) throw new Error('INVALID_REMOTE_USER: it does not publish that');
    this.asked.push(`subscribe ${uid} ${media}`);
    const track = fakeTrack(media, `${uid} ${media} ${this.asked.length}`);
    this.taken.set(`${uid} ${media}`, track);
    return { getMediaStreamTrack: () => track };
  }
  async unsubscribe(uid: number, media: Media): Promise<void> {
    this.asked.push(`unsubscribe ${uid} ${media}`);
    this.forget(uid, media);
  }
  async enableDualStream(): Promise<void> {
    if (!this.#network.canSendTwo) throw new Error('NOT_SUPPORTED');
    this.asked.push('dual stream');
  }
  setLowStreamParameter(): void {
    this.asked.push('low stream parameter');
  }
  async setRemoteVideoStreamType(uid: number, type: number): Promise<void> {
    this.asked.push(`stream ${uid} ${type}`);
  }
  async setStreamFallbackOption(uid: number, fallback: number): Promise<void> {
    this.asked.push(`fallback ${uid} ${fallback}`);
  }
  getRTCStats(): { RTT: number } {
    return { RTT: 40 };
  }
  getRemoteVideoStats() {
    const { uid = 0, ...stats } = this.videoStats;
    const none = { receiveResolutionWidth: 0, receiveResolutionHeight: 0, receiveBitrate: 0, receiveDelay: 0, receivePackets: 0 };
    return { [uid]: { ...none, receivePacketsLost: 0, ...stats } };
  }
  getRemoteAudioStats() {
    return { [this.videoStats.uid ?? 0]: { receivePackets: this.videoStats.audioPackets ?? 0 } };
  }
  getLocalVideoStats(): AgoraLocalVideoStats {
    return {
      sendResolutionWidth: 1280,
      sendResolutionHeight: 720,
      sendFrameRate: 30,
      sendBitrate: 2_000_000,
      sendRttMs: 50,
      currentPacketLossRate: 0.02,
    };
  }
}
