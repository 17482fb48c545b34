import type { PlaybackChoice } from '@vitrine/protocol';
import { DomainError } from '../../../../domain/errors.ts';
import type { ViewerFigures } from '../health/figures.ts';
import type { Load } from '../health/load.ts';
import type { Layer } from '../ingest/layer.ts';
import type { Publisher } from '../ingest/publisher.ts';
import type { ReceiveStream } from '../ingest/receive-stream.ts';
import { SFU_LIMITS } from '../limits.ts';
import type { MediaPacket } from '../media/media-packet.ts';
import { Transport, type TransportAddress } from '../media/transport.ts';
import { readRemb } from '../rtp/remb.ts';
import { reportBlocks } from '../rtp/report-blocks.ts';
import { feedbackTarget, PAYLOAD_FEEDBACK, RTCP, type RtcpPacket, readNack, rtcpPackets, TRANSPORT_FEEDBACK } from '../rtp/rtcp.ts';
import { EXTENSION_ID_MAX } from '../rtp/sent-header.ts';
import { type SectionAnswer, writeAnswer } from '../sdp/answer.ts';
import { type ChosenCodec, matchingCodec } from '../sdp/codecs.ts';
import { EXTENSION, type MediaKind, type MediaSection, type Offer } from '../sdp/offer.ts';
import { Adaptation, type Share, WHOLE_SHARE } from './adaptation.ts';
import { PLAYBACK_LIMITS } from './limits.ts';
import { PeerSilence } from './peer-silence.ts';
import { ProbedLink } from './probed-link.ts';
import { RateWindow } from './rate-window.ts';
import { ReportedLink } from './reported-link.ts';
import { RoundTrip } from './round-trip.ts';
import { SendTrack } from './send-track.ts';

export interface ViewerHandlers {
  onConnected(): void;
  onDown(): void;
  /** Who publishes from this seat now. */
  publisher(): Publisher | null;
  /** A keyframe of this layer and what followed it, if that is young. */
  recentPicture(layer: Layer): readonly MediaPacket[] | null;
  /** How much the media process has to do: when it is overloaded, a layer less is sent. */
  load(): Load;
}

/** What is assumed of the way to the viewer until it is measured, in ms. */
const ASSUMED_ROUND_TRIP = 50;

/** A viewer's session. It outlives its publisher: when that is back with the same codecs, the picture goes on. */
export class Viewer {
  readonly id: string;
  readonly userId: string;
  readonly answer: string;
  readonly transport: Transport;
  readonly #handlers: ViewerHandlers;
  readonly #now: () => number;
  readonly #tracks = new Map<MediaKind, SendTrack>();
  /** The kinds that the peer would have taken, had there been any. */
  readonly #wanted: ReadonlySet<string>;
  readonly #roundTrip = new RoundTrip();
  readonly #link: ProbedLink | ReportedLink;
  readonly #adaptation: Adaptation<Layer>;
  readonly #sentLately = new RateWindow(1_000);
  readonly #silence = new PeerSilence();
  #choice: Required<PlaybackChoice> = { quality: 'auto', paused: false };
  #share = WHOLE_SHARE;
  /** Which layer flows; another than the adaptation's target until that has a keyframe. */
  #sending: Layer | null = null;
  #asked: { layer: Layer; at: number } | null = null;
  #reportedLoss = 0;

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
    this.#now = now;
    const receiving = offer.sections.filter((section) => section.direction === 'recvonly' || section.direction === 'sendrecv');
    this.#wanted = new Set(receiving.map((section) => section.kind));
    const usesTransportWide = receiving.some((section) => section.kind === 'video' && transportWideId(section) !== null);
    this.#link = usesTransportWide
      ? new ProbedLink({
          sendPadding: (bytes) => this.#tracks.get('video')?.pad(bytes) ?? 0,
          roundTrip: () => this.#roundTripOrAssumed,
        })
      : new ReportedLink();
    this.#adaptation = new Adaptation(this.#link, () => handlers.publisher()?.layers ?? []);
    const answers = offer.sections.map((section): SectionAnswer => {
      const source = published.find((codec) => codec.kind === section.kind);
      const codec = source && receiving.includes(section) && !this.#tracks.has(source.kind) ? matchingCodec(section, source) : null;
      if (!codec) return null;
      const extensionId = codec.kind === 'video' ? transportWideId(section) : null;
      const track = this.#createTrack(codec, identity.cname, extensionId);
      const { ssrc, rtxSsrc } = track;
      const sends = { ssrc, rtxSsrc, cname: identity.cname, streamLabel: identity.streamId, transportWideId: extensionId };
      return { codec, sends };
    });
    if (this.#tracks.size === 0 || !this.fits(published)) {
      const names = published.map((codec) => codec.codec).join(' and ');
      throw new DomainError('invalid', `The SDP offer does not receive what this show sends (${names}).`);
    }
    this.transport = new Transport(`viewer-${this.id}`, offer, address, {
      onConnected: () => {
        this.tick(now());
        handlers.onConnected();
      },
      onDown: () => handlers.onDown(),
      onRtp: () => {},
      onRtcp: (data) => {
        this.#silence.onReport();
        for (const packet of rtcpPackets(data)) this.#receiveRtcp(packet);
      },
    });
    this.answer = writeAnswer(offer, answers, this.transport.local, Date.now());
  }

  /** Whether its tracks are right for a publisher of these codecs; if not, the viewer has to join again. */
  fits(published: readonly ChosenCodec[]): boolean {
    const wanted = published.filter((codec) => this.#wanted.has(codec.kind));
    return wanted.length === this.#tracks.size && wanted.every((codec) => this.#tracks.get(codec.kind)?.codec.codec === codec.codec);
  }

  forward(packet: MediaPacket): void {
    if (!this.transport.connected || this.#choice.paused) return;
    if (packet.kind === 'video' && packet.layer !== this.#sending) {
      if (packet.layer !== this.#adaptation.target || !packet.startsKeyframe) return;
      this.#sending = packet.layer;
    }
    this.#tracks.get(packet.kind)?.forward(packet);
  }
  report(source: ReceiveStream, kind: MediaKind): void {
    if (this.transport.connected && !this.#choice.paused) this.#tracks.get(kind)?.report(source);
  }

  /** What it is to be sent from now on; what is left out stays as it is. */
  choose(choice: PlaybackChoice): void {
    this.#choice = { ...this.#choice, ...choice };
    if (this.#choice.paused) this.#sending = null;
    this.#adaptation.choose(this.#choice.quality, this.#now());
    this.#pursue(this.#now());
  }
  /** What all that this user watches leaves this session. */
  limit(share: Share): void {
    this.#share = share;
  }
  /** More of the picture is wanted than is sent: sessions of lower standing wait until it is not. */
  get wantsMore(): boolean {
    return !this.#choice.paused && this.#adaptation.wantsMore;
  }
  /** No picture is to be sent, by choice. */
  get isWithoutPicture(): boolean {
    return this.#choice.paused || this.#choice.quality === 'audio' || !this.#tracks.has('video');
  }

  /** Decides anew what is sent, and probes; ends the session of a viewer that is gone. */
  tick(now: number): void {
    if (this.#silence.isTooLong(now)) {
      this.#handlers.onDown();
      return;
    }
    if (!this.transport.connected || this.#choice.paused || !this.#tracks.has('video')) return;
    this.#adaptation.limit(this.#handlers.load() === 'overloaded' ? this.#relieved() : this.#share);
    this.#adaptation.tick(now);
    this.#pursue(now);
  }

  figures(now: number): ViewerFigures {
    const { paused, quality } = this.#choice;
    return {
      height: this.#sending?.size?.height ?? 0,
      bitrate: this.#sentLately.bitrate(now),
      loss: Math.max(this.#link.loss(now), this.#reportedLoss),
      roundTrip: this.#roundTrip.measured,
      estimate: this.#link.isKnown ? this.#link.estimate : null,
      paused,
      isAudioOnly: quality === 'audio' || this.#adaptation.isSoundOnly,
      bytes: [...this.#tracks.values()].reduce((sum, track) => sum + track.bytes, 0),
    };
  }

  close(): void {
    this.transport.close();
  }

  get #roundTripOrAssumed(): number {
    return this.#roundTrip.measured ?? ASSUMED_ROUND_TRIP;
  }

  #createTrack(codec: ChosenCodec, cname: string, extensionId: number | null): SendTrack {
    const link = this.#link;
    const ports = {
      send: (data: Buffer): void => {
        const at = this.#now();
        this.#sentLately.add(data.length, at);
        this.#silence.onSent(at);
        if (link instanceof ReportedLink) link.onSent(data.length, at);
        this.transport.send(data);
      },
      requestKeyframe: () => this.#requestKeyframe(),
      now: this.#now,
      roundTrip: () => this.#roundTripOrAssumed,
      repairCopies: () => (link.loss(this.#now()) > PLAYBACK_LIMITS.lossyShare ? 2 : 1),
      repairRate: () => Math.min(SFU_LIMITS.retransmissionBitsPerSecond, link.estimate / 2),
      onReport: (report: Parameters<RoundTrip['onReportSent']>[0]) => this.#roundTrip.onReportSent(report, this.#now()),
    };
    const wide =
      extensionId !== null && link instanceof ProbedLink
        ? { extensionId, onSent: (bytes: number) => link.onSent(bytes, this.#now()) }
        : null;
    const track = new SendTrack(codec, cname, ports, wide);
    this.#tracks.set(codec.kind, track);
    return track;
  }

  /** A layer less than the largest, for a media process that has too much to do. */
  #relieved(): Share {
    const top = (this.#handlers.publisher()?.layers.length ?? 1) - 1;
    return { maxRank: Math.min(this.#share.maxRank, Math.max(0, top - 1)), maySeek: false };
  }

  /** Brings what is sent nearer to what is to be sent: stops what must not go on, and gets the target a keyframe to begin with. */
  #pursue(now: number): void {
    if (!this.transport.connected || this.#choice.paused) return;
    const { target, isUrgent } = this.#adaptation;
    if (target === this.#sending) return;
    if (target === null || isUrgent) this.#sending = null;
    if (target === null) return;
    const recent = this.#sending === null ? this.#handlers.recentPicture(target) : null;
    if (recent && !(isUrgent && this.#takesTooLong(recent))) {
      this.#sending = target;
      this.#tracks.get('video')?.catchUp(recent);
    } else if (this.#asked?.layer !== target || now - this.#asked.at >= PLAYBACK_LIMITS.keyframeRetry) this.#askFor(target, now);
  }

  /** On a connection that is congested, what came before now would be a burst in the way of what comes next. */
  #takesTooLong(packets: readonly MediaPacket[]): boolean {
    const bytes = packets.reduce((sum, { payload }) => sum + payload.length, 0);
    return (bytes * 8_000) / this.#link.estimate > PLAYBACK_LIMITS.urgentCatchUp;
  }
  /** The picture can't be gone on with: the viewer says so, or its track. */
  #requestKeyframe(): void {
    const layer = this.#sending ?? this.#adaptation.target;
    const now = this.#now();
    if (layer && !(this.#asked?.layer === layer && now - this.#asked.at < SFU_LIMITS.keyframeInterval)) this.#askFor(layer, now);
  }
  #askFor(layer: Layer, at: number): void {
    this.#asked = { layer, at };
    this.#handlers.publisher()?.requestKeyframe(layer);
  }

  #receiveRtcp(packet: RtcpPacket): void {
    const { type, count, data } = packet;
    const now = this.#now();
    if (type === RTCP.transportFeedback && count === TRANSPORT_FEEDBACK.transportWide) {
      if (this.#link instanceof ProbedLink) this.#link.onFeedback(data, now);
    } else if (type === RTCP.transportFeedback && count === TRANSPORT_FEEDBACK.nack) {
      const target = feedbackTarget(data);
      for (const track of this.#tracks.values()) if (track.ssrc === target) track.resend(readNack(data));
    } else if (type === RTCP.payloadFeedback && (count === PAYLOAD_FEEDBACK.pli || count === PAYLOAD_FEEDBACK.fir)) this.#requestKeyframe();
    else if (type === RTCP.payloadFeedback) {
      const estimate = readRemb(data);
      if (estimate !== null && this.#link instanceof ReportedLink) this.#link.onReceiverEstimate(estimate, now);
    } else this.#receiveReports(packet, now);
  }

  #receiveReports(packet: RtcpPacket, now: number): void {
    const picture = this.#tracks.get('video') ?? this.#tracks.get('audio');
    for (const block of reportBlocks(packet)) {
      this.#roundTrip.onReportBlock(block, now);
      if (block.ssrc !== picture?.ssrc) continue;
      this.#reportedLoss = block.fractionLost / 256;
      if (this.#link instanceof ReportedLink) this.#link.onLossReport(this.#reportedLoss, now);
    }
  }
}

function transportWideId(section: MediaSection): number | null {
  const id = section.extensions.get(EXTENSION.transportWide);
  return id !== undefined && id <= EXTENSION_ID_MAX ? id : null;
}
