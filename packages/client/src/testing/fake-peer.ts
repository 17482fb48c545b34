import type { VideoCredentials } from '@vitrine/protocol';
import { ApiError, type ApiErrorCode } from '../rest/api-error.ts';

/** A track or a stream as far as the video parts look at it. */
export class FakeMediaStream {
  readonly #tracks: MediaStreamTrack[];
  constructor(tracks: MediaStreamTrack[] = []) {
    this.#tracks = [...tracks];
  }
  getTracks(): MediaStreamTrack[] {
    return [...this.#tracks];
  }
  addTrack(track: MediaStreamTrack): void {
    this.#tracks.push(track);
  }
  removeTrack(track: MediaStreamTrack): void {
    this.#tracks.splice(this.#tracks.indexOf(track), 1);
  }
}
export const fakeTrack = (kind: 'audio' | 'video', id: string = kind): MediaStreamTrack => ({ kind, id }) as MediaStreamTrack;

/** A peer connection that does nothing by itself. */
export class FakePeer {
  connectionState: RTCPeerConnectionState = 'new';
  iceGatheringState: RTCIceGatheringState = 'complete';
  localDescription: RTCSessionDescription | null = null;
  remote: string | undefined;
  onconnectionstatechange: (() => void) | null = null;
  onicegatheringstatechange: (() => void) | null = null;
  ontrack: ((event: { track: MediaStreamTrack }) => void) | null = null;
  isClosed = false;
  readonly transceivers: { what: string; direction: string }[] = [];
  readonly parameters: RTCRtpSendParameters[] = [];
  readonly encodings: RTCRtpEncodingParameters[][] = [];
  readonly senders: { track: MediaStreamTrack | null; replaceTrack(track: MediaStreamTrack): Promise<void> }[] = [];
  /** What getStats tells. */
  stats: Record<string, unknown>[] = [];

  addTransceiver(
    what: MediaStreamTrack | string,
    { direction, sendEncodings = [] }: { direction: string; sendEncodings?: RTCRtpEncodingParameters[] },
  ) {
    this.encodings.push(sendEncodings);
    this.transceivers.push({ what: typeof what === 'string' ? what : what.kind, direction });
    const sender = {
      track: typeof what === 'string' ? null : what,
      async replaceTrack(track: MediaStreamTrack) {
        sender.track = track;
      },
      getParameters: () => ({ encodings: [{}] }),
      setParameters: async (parameters: RTCRtpSendParameters) => {
        this.parameters.push(parameters);
      },
    };
    this.senders.push(sender);
    return { sender };
  }
  getSenders() {
    return this.senders;
  }
  async createOffer() {
    return { type: 'offer', sdp: 'offer' };
  }
  async setLocalDescription(description: RTCSessionDescription) {
    this.localDescription = description;
  }
  async setRemoteDescription({ sdp }: { sdp: string }) {
    this.remote = sdp;
  }
  async getStats() {
    return new Map(this.stats.map((entry, index) => [String(index), entry]));
  }
  close(): void {
    this.isClosed = true;
    this.connectionState = 'closed';
  }
  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}

/** A video service that answers offers, and remembers the sessions. */
export class FakeVideoService {
  readonly peers: FakePeer[] = [];
  readonly sessions: string[] = [];
  readonly ended: string[] = [];
  /** What viewers have asked to be sent. */
  readonly choices: { url: string; choice: unknown }[] = [];
  readonly offers: { url: string; authorization: string | undefined; body: unknown }[] = [];
  asked = 0;
  /** What the next offers are answered with instead. */
  refusals: { code: ApiErrorCode; retryAfter?: number }[] = [];
  /** What the next requests for credentials are answered with instead. */
  credentialRefusals: ApiErrorCode[] = [];
  provider: VideoCredentials['provider'] | 'another' = 'sfu';
  /** While it is true offers get no answer. */
  isSilent = false;

  readonly createPeer = (): RTCPeerConnection => {
    const peer = new FakePeer();
    this.peers.push(peer);
    return peer as unknown as RTCPeerConnection;
  };
  get peer(): FakePeer {
    const peer = this.peers.at(-1);
    if (!peer) throw new Error('there is no connection yet');
    return peer;
  }
  readonly credentials = async (): Promise<VideoCredentials> => {
    this.asked += 1;
    const refusal = this.credentialRefusals.shift();
    if (refusal) throw new ApiError(refusal, 409, refusal);
    const expiresAt = '2026-01-01T13:00:00.000Z';
    if (this.provider === 'agora')
      return { provider: 'agora', role: 'viewer', seat: 'host', seatUid: 2, appId: 'a', channel: 'c', uid: 1, token: 't', expiresAt };
    // What a newer server says need not fit the types that we know.
    if (this.provider === 'another') return JSON.parse('{ "provider": "another" }');
    return { provider: 'sfu', role: 'viewer', seat: 'host', url: '/video/1', token: `token-${this.asked}`, iceServers: [], expiresAt };
  };
  readonly fetch: typeof fetch = async (input, init = {}) => {
    const url = String(input);
    if (init.method === 'DELETE') {
      this.ended.push(url);
      return new Response(null, { status: 204 });
    }
    if (url.endsWith('/layer')) {
      this.choices.push({ url, choice: JSON.parse(String(init.body)) });
      return new Response(null, { status: 204 });
    }
    const headers = new Headers(init.headers);
    this.offers.push({ url, authorization: headers.get('authorization') ?? undefined, body: init.body });
    if (this.isSilent)
      return new Promise((_, reject) => {
        init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      });
    const refusal = this.refusals.shift();
    if (refusal) return new Response(JSON.stringify({ ...refusal, title: refusal.code, status: 503 }), { status: 503 });
    const session = `/video/session/${this.sessions.length + 1}`;
    this.sessions.push(session);
    return new Response('answer', { status: 201, headers: { location: session } });
  };
}
