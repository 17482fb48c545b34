import type { PlaybackChoice } from '@vitrine/protocol';
import { DomainError } from '../../../../domain/errors.ts';
import type { Load } from '../health/load.ts';
import type { Publisher } from '../ingest/publisher.ts';
import type { ReceiveStream } from '../ingest/receive-stream.ts';
import type { MediaPacket } from '../media/media-packet.ts';
import { Transport, type TransportAddress } from '../media/transport.ts';
import { feedbackTarget, PAYLOAD_FEEDBACK, RTCP, readNack, rtcpPackets, TRANSPORT_FEEDBACK } from '../rtp/rtcp.ts';
import { type SectionAnswer, writeAnswer } from '../sdp/answer.ts';
import { type ChosenCodec, matchingCodec } from '../sdp/codecs.ts';
import type { MediaKind, Offer } from '../sdp/offer.ts';
import { SendTrack } from './send-track.ts';

export interface ViewerHandlers {
  onConnected(): void;
  onDown(): void;
  /** Who publishes from this seat now. */
  publisher(): Publisher | null;
  /** How much the media process has to do: when it is overloaded, a layer less is sent. */
  load(): Load;
}

/** A viewer's session. It outlives its publisher: when that is back with the same codecs, the picture goes on. */
export class Viewer {
  readonly id: string;
  readonly userId: string;
  readonly answer: string;
  readonly transport: Transport;
  readonly #handlers: ViewerHandlers;
  readonly #tracks = new Map<MediaKind, SendTrack>();
  /** The kinds that the peer would have taken, had there been any. */
  readonly #wanted: ReadonlySet<string>;
  #choice: Required<PlaybackChoice> = { quality: 'auto', paused: false };

  constructor(
    identity: { id: string; userId: string; streamId: string; cname: string },
    offer: Offer,
    published: readonly ChosenCodec[],
    address: TransportAddress,
    handlers: ViewerHandlers,
    now: () => number,
  ) {
    this.id = identity.id;
    this.userId = identity.userId;
    this.#handlers = handlers;
    const receiving = offer.sections.filter((section) => section.direction === 'recvonly' || section.direction === 'sendrecv');
    this.#wanted = new Set(receiving.map((section) => section.kind));
    const ports = { send: (data: Buffer) => this.transport.send(data), requestKeyframe: () => this.#requestKeyframe(), now };
    const answers = offer.sections.map((section): SectionAnswer => {
      const source = published.find((codec) => codec.kind === section.kind);
      const codec = source && receiving.includes(section) && !this.#tracks.has(source.kind) ? matchingCodec(section, source) : null;
      if (!codec) return null;
      const track = new SendTrack(codec, identity.cname, ports);
      this.#tracks.set(codec.kind, track);
      return { codec, sends: { ssrc: track.ssrc, rtxSsrc: track.rtxSsrc, cname: identity.cname, streamLabel: identity.streamId } };
    });
    if (this.#tracks.size === 0 || !this.fits(published)) {
      const names = published.map((codec) => codec.codec).join(' and ');
      throw new DomainError('invalid', `The SDP offer does not receive what this show sends (${names}).`);
    }
    this.transport = new Transport(`viewer-${this.id}`, offer, address, {
      onConnected: () => {
        this.#requestKeyframe();
        handlers.onConnected();
      },
      onDown: () => handlers.onDown(),
      onRtp: () => {},
      onRtcp: (data) => this.#receiveRtcp(data),
    });
    this.answer = writeAnswer(offer, answers, this.transport.local, Date.now());
  }

  /** Whether its tracks are right for a publisher of these codecs; if not, the viewer has to join again. */
  fits(published: readonly ChosenCodec[]): boolean {
    const wanted = published.filter((codec) => this.#wanted.has(codec.kind));
    return wanted.length === this.#tracks.size && wanted.every((codec) => this.#tracks.get(codec.kind)?.codec.codec === codec.codec);
  }

  forward(packet: MediaPacket): void {
    if (!this.transport.connected || this.#choice.paused || (packet.kind === 'video' && this.#choice.quality === 'audio')) return;
    this.#tracks.get(packet.kind)?.forward(packet);
  }
  report(source: ReceiveStream, kind: MediaKind): void {
    if (this.transport.connected) this.#tracks.get(kind)?.report(source);
  }

  /** What it is to be sent from now on; what is left out stays as it is. */
  choose(choice: PlaybackChoice): void {
    this.#choice = { ...this.#choice, ...choice };
    if (!this.#choice.paused) this.#requestKeyframe();
  }

  close(): void {
    this.transport.close();
  }

  #requestKeyframe(): void {
    const publisher = this.#handlers.publisher();
    const layer = publisher?.layers.at(-1);
    if (layer) publisher?.requestKeyframe(layer);
  }
  #receiveRtcp(data: Buffer): void {
    for (const packet of rtcpPackets(data)) {
      if (packet.type === RTCP.transportFeedback && packet.count === TRANSPORT_FEEDBACK.nack) {
        const target = feedbackTarget(packet.data);
        for (const track of this.#tracks.values()) if (track.ssrc === target) track.resend(readNack(packet.data));
      } else if (packet.type === RTCP.payloadFeedback && (packet.count === PAYLOAD_FEEDBACK.pli || packet.count === PAYLOAD_FEEDBACK.fir))
        this.#requestKeyframe();
    }
  }
}
