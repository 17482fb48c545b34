import nodeDataChannel, { type PeerConnection, type Track } from 'node-datachannel';
import { isRtcp } from '../rtp/packet.ts';
import type { LocalTransport } from '../sdp/answer.ts';
import type { Offer } from '../sdp/offer.ts';
import { transportOffer } from '../sdp/transport-offer.ts';

export interface TransportAddress {
  udpPort: number;
  bindAddress: string;
  announcedAddress: string;
}
export interface TransportHandlers {
  onConnected(): void;
  /** It won't come back: ICE failed, or the peer closed DTLS. */
  onDown(): void;
  /** The buffer is the handler's to keep. */
  onRtp(data: Buffer): void;
  onRtcp(data: Buffer): void;
}

/** ICE, DTLS and SRTP with one peer, and nothing more: a pipe of raw RTP and RTCP (decision 4). */
export class Transport {
  readonly local: LocalTransport;
  /** What the peer calls itself in ICE (its ufrag). */
  readonly peer: string;
  readonly #connection: PeerConnection;
  #track: Track | null = null;
  #state: 'connecting' | 'connected' | 'closed' = 'connecting';

  /** @throws when the library refuses the peer's parameters. */
  constructor(name: string, offer: Offer, address: TransportAddress, handlers: TransportHandlers) {
    const connection = new nodeDataChannel.PeerConnection(name, {
      iceServers: [],
      bindAddress: address.bindAddress,
      enableIceUdpMux: true,
      portRangeBegin: address.udpPort,
      portRangeEnd: address.udpPort,
      disableAutoNegotiation: true,
      forceMediaTransport: true,
    });
    this.#connection = connection;
    this.peer = offer.transport.ufrag;
    connection.onStateChange((state) => {
      if (this.#state === 'closed') return;
      if (state === 'connected') {
        if (this.#state === 'connected') return;
        this.#state = 'connected';
        handlers.onConnected();
      } else if (state === 'failed' || state === 'closed') handlers.onDown();
    });
    connection.onTrack((track) => {
      this.#track = track;
      // Without a listener the library's cleanup crashes.
      track.onClosed(() => {});
      if (this.#state === 'closed') {
        // It came late. Closed or not, the library keeps a track that nobody has closed.
        track.close();
        return;
      }
      track.onMessage((data) => {
        if (this.#state === 'closed') return;
        try {
          if (isRtcp(data)) handlers.onRtcp(data);
          else handlers.onRtp(data);
        } catch (error) {
          // What is thrown into the native library ends the process, and every show with it: who causes it goes alone.
          console.error(error);
          handlers.onDown();
        }
      });
    });
    try {
      connection.setRemoteDescription(transportOffer(offer.transport), 'offer');
      connection.setLocalDescription('answer');
      const sdp = connection.localDescription()?.sdp ?? '';
      const attribute = (name: string): string => {
        const value = new RegExp(`^a=${name}:(.+?)\r?$`, 'm').exec(sdp)?.[1];
        if (value === undefined) throw new Error(`the native description has no ${name}`);
        return value;
      };
      this.local = {
        ufrag: attribute('ice-ufrag'),
        password: attribute('ice-pwd'),
        fingerprint: attribute('fingerprint'),
        setup: attribute('setup'),
        address: address.announcedAddress,
        port: address.udpPort,
      };
    } catch (cause) {
      this.close();
      throw cause;
    }
  }

  get connected(): boolean {
    return this.#state === 'connected';
  }

  send(data: Buffer): void {
    if (this.#state !== 'connected') return;
    try {
      this.#track?.sendMessageBinary(data);
    } catch {
      // The peer went between the packet and the news of it; onDown follows.
    }
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    for (const end of [() => this.#track?.close(), () => this.#connection.close()]) {
      try {
        end();
      } catch {
        // Closed from the other side already.
      }
    }
    this.#track = null;
  }
}
