/**
 * Stands in for Agora's web SDK in a page of the shop: the same calls and events, as its documentation has them, over connections from page
 * to page that the test arranges. Bundled and served in the place of the SDK's own chunk.
 */
type Media = 'video' | 'audio';
type Listener = (...values: unknown[]) => void;
export interface ToNetwork {
  type: 'join' | 'leave' | 'publish' | 'unpublish' | 'signal';
  client: string;
  channel?: string;
  uid?: number;
  role?: string;
  token?: string;
  media?: Media;
  to?: number;
  signal?: Signal;
}
export interface ToClient {
  type: 'published' | 'unpublished' | 'signal' | 'put out';
  uid: number;
  media?: Media;
  signal?: Signal;
  reason?: string;
}
/** Who wants a track asks; who has it offers, and is answered. */
interface Signal {
  id: string;
  kind: 'ask' | 'offer' | 'answer';
  media: Media;
  sdp?: string;
}
declare global {
  interface Window {
    agoraTell(message: ToNetwork): Promise<unknown>;
    agoraHear: Record<string, (message: ToClient) => void>;
  }
}
window.agoraHear ??= {};

class LocalTrack {
  readonly trackMediaType: Media;
  track: MediaStreamTrack;
  constructor(track: MediaStreamTrack) {
    this.track = track;
    this.trackMediaType = track.kind === 'video' ? 'video' : 'audio';
  }
  async replaceTrack(track: MediaStreamTrack): Promise<void> {
    this.track = track;
  }
}
interface RemoteTrack {
  getMediaStreamTrack(): MediaStreamTrack;
}
interface RemoteUser {
  uid: number;
  hasVideo: boolean;
  hasAudio: boolean;
  videoTrack?: RemoteTrack;
  audioTrack?: RemoteTrack;
}

class Client {
  connectionState = 'DISCONNECTED';
  readonly #id = crypto.randomUUID();
  readonly #role: string;
  readonly #listeners = new Map<string, Listener[]>();
  readonly #users = new Map<number, RemoteUser>();
  readonly #local: LocalTrack[] = [];
  readonly #peers = new Map<string, { peer: RTCPeerConnection; uid: number; media: Media; packets: number }>();
  readonly #waiting = new Map<string, (track: MediaStreamTrack) => void>();

  constructor({ role }: { role: string }) {
    this.#role = role;
    window.agoraHear[this.#id] = (message) => void this.#hear(message);
    setInterval(() => void this.#count(), 250);
  }
  get remoteUsers(): RemoteUser[] {
    return [...this.#users.values()];
  }
  on(event: string, listener: Listener): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  async join(_appId: string, channel: string, token: string, uid: number): Promise<number> {
    const refusal = await window.agoraTell({ type: 'join', client: this.#id, channel, uid, token, role: this.#role });
    if (refusal) throw new Error(String(refusal));
    this.connectionState = 'CONNECTED';
    return uid;
  }
  async leave(): Promise<void> {
    await window.agoraTell({ type: 'leave', client: this.#id });
    this.#disconnect('LEAVE');
  }
  async renewToken(): Promise<void> {}
  async publish(tracks: LocalTrack | LocalTrack[]): Promise<void> {
    for (const track of [tracks].flat()) {
      this.#local.push(track);
      await window.agoraTell({ type: 'publish', client: this.#id, media: track.trackMediaType });
    }
  }
  async unpublish(tracks: LocalTrack | LocalTrack[] = []): Promise<void> {
    for (const track of [tracks].flat()) {
      this.#local.splice(this.#local.indexOf(track), 1);
      await window.agoraTell({ type: 'unpublish', client: this.#id, media: track.trackMediaType });
    }
  }
  async subscribe(uid: number, media: Media): Promise<RemoteTrack> {
    const id = crypto.randomUUID();
    const arriving = new Promise<MediaStreamTrack>((resolve) => this.#waiting.set(id, resolve));
    await window.agoraTell({ type: 'signal', client: this.#id, to: uid, signal: { id, kind: 'ask', media } });
    const track = await arriving;
    const remote = { getMediaStreamTrack: () => track };
    const user = this.#users.get(uid);
    if (user) user[`${media}Track`] = remote;
    return remote;
  }
  async unsubscribe(uid: number, media: Media): Promise<void> {
    for (const [id, one] of this.#peers) if (one.uid === uid && one.media === media) this.#end(id);
    delete this.#users.get(uid)?.[`${media}Track`];
  }
  async enableDualStream(): Promise<void> {}
  setLowStreamParameter(): void {}
  async setRemoteVideoStreamType(): Promise<void> {}
  async setStreamFallbackOption(): Promise<void> {}
  getRTCStats() {
    return { RTT: 1 };
  }
  getRemoteVideoStats() {
    return this.#received('video');
  }
  getRemoteAudioStats() {
    return this.#received('audio');
  }
  getLocalVideoStats() {
    return { sendResolutionWidth: 0, sendResolutionHeight: 0, sendBitrate: 0, sendRttMs: 0, currentPacketLossRate: 0 };
  }

  async #hear({ type, uid, media, signal, reason }: ToClient): Promise<void> {
    if (type === 'put out') this.#disconnect(reason ?? '');
    else if (type === 'signal' && signal) await this.#exchange(uid, signal);
    else if (media) {
      const user = this.#users.get(uid) ?? { uid, hasVideo: false, hasAudio: false };
      this.#users.set(uid, user);
      user[media === 'video' ? 'hasVideo' : 'hasAudio'] = type === 'published';
      if (type === 'unpublished') await this.unsubscribe(uid, media);
      this.#emit(`user-${type}`, user, media);
    }
  }
  async #exchange(uid: number, { id, kind, media, sdp = '' }: Signal): Promise<void> {
    const peer = kind === 'answer' ? this.#peers.get(id)?.peer : new RTCPeerConnection();
    if (!peer) return;
    const answer = async (next: Signal['kind']): Promise<void> => {
      await peer.setLocalDescription();
      while (peer.iceGatheringState !== 'complete')
        await new Promise((resolve) => peer.addEventListener('icegatheringstatechange', resolve, { once: true }));
      const signal = { id, kind: next, media, sdp: peer.localDescription?.sdp ?? '' };
      await window.agoraTell({ type: 'signal', client: this.#id, to: uid, signal });
    };
    if (kind === 'answer') return peer.setRemoteDescription({ type: 'answer', sdp });
    this.#peers.set(id, { peer, uid, media, packets: 0 });
    if (kind === 'ask') {
      const local = this.#local.find(({ trackMediaType }) => trackMediaType === media);
      if (local) peer.addTrack(local.track);
      return answer('offer');
    }
    peer.addEventListener('track', ({ track }) => this.#waiting.get(id)?.(track));
    await peer.setRemoteDescription({ type: 'offer', sdp });
    return answer('answer');
  }
  async #count(): Promise<void> {
    for (const one of this.#peers.values())
      for (const entry of (await one.peer.getStats()).values()) if (entry.type === 'inbound-rtp') one.packets = entry.packetsReceived;
  }
  #received(media: Media) {
    const all = [...this.#peers.values()].filter((one) => one.media === media);
    return Object.fromEntries(all.map(({ uid, packets }) => [uid, { receivePackets: packets, receiveDelay: 0 }]));
  }
  #end(id: string): void {
    this.#peers.get(id)?.peer.close();
    this.#peers.delete(id);
  }
  #disconnect(reason: string): void {
    const before = this.connectionState;
    this.connectionState = 'DISCONNECTED';
    for (const id of [...this.#peers.keys()]) this.#end(id);
    this.#users.clear();
    this.#emit('connection-state-change', 'DISCONNECTED', before, reason);
  }
  #emit(event: string, ...values: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...values);
  }
}

export default {
  createClient: (config: { role: string }) => new Client(config),
  createCustomVideoTrack: ({ mediaStreamTrack }: { mediaStreamTrack: MediaStreamTrack }) => new LocalTrack(mediaStreamTrack),
  createCustomAudioTrack: ({ mediaStreamTrack }: { mediaStreamTrack: MediaStreamTrack }) => new LocalTrack(mediaStreamTrack),
  setLogLevel: () => {},
};
