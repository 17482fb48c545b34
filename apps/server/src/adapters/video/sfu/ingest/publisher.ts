import { randomInt } from 'node:crypto';
import { DomainError } from '../../../../domain/errors.ts';
import { SFU_LIMITS } from '../limits.ts';
import { type MediaPacket, toMediaPacket } from '../media/media-packet.ts';
import { Transport, type TransportAddress } from '../media/transport.ts';
import { parseRtp, type RtpPacket, readExtension } from '../rtp/packet.ts';
import { RTCP, readSenderReport, rtcpPackets, writeNack, writePli, writeReceiverReport } from '../rtp/rtcp.ts';
import { TransportFeedback } from '../rtp/twcc.ts';
import { writeAnswer } from '../sdp/answer.ts';
import { type ChosenCodec, preferredCodec } from '../sdp/codecs.ts';
import { EXTENSION, type MediaKind, type Offer } from '../sdp/offer.ts';
import { Layer } from './layer.ts';
import { ReceiveStream } from './receive-stream.ts';

export interface PublisherHandlers {
  onConnected(): void;
  onDown(): void;
  onPacket(packet: MediaPacket): void;
  onSenderReport(source: ReceiveStream, kind: MediaKind): void;
}
interface KeyframeRequest {
  wanted: boolean;
  askedAt: number;
}

/** What one media section brings in. */
interface IncomingTrack {
  codec: ChosenCodec;
  transportWideId: number | null;
  /** From small to large; one where the sender does no simulcast. */
  layers: readonly Layer[];
}
/** A sender's stream may be followed by one with another SSRC only when it has been silent for so long. */
const SOURCE_CHANGE_AFTER = 1_000;

/** A host's session: receives its media and gives the feedback that keeps it whole (NACK, PLI) and at the right rate (TWCC, RR). */
export class Publisher {
  readonly id: string;
  readonly userId: string;
  readonly answer: string;
  readonly transport: Transport;
  lastMediaAt = 0;
  readonly #handlers: PublisherHandlers;
  readonly #now: () => number;
  readonly #ssrc = randomInt(1, 0xffffffff);
  readonly #tracks: IncomingTrack[];
  readonly #feedback: TransportFeedback;
  #feedbackMedia = 0;
  #feedbackAt = 0;
  #reportAt = 0;
  readonly #keyframes = new Map<Layer, KeyframeRequest>();

  constructor(
    identity: { id: string; userId: string },
    offer: Offer,
    address: TransportAddress,
    handlers: PublisherHandlers,
    now: () => number,
  ) {
    this.id = identity.id;
    this.userId = identity.userId;
    this.#handlers = handlers;
    this.#now = now;
    this.#feedback = new TransportFeedback(this.#ssrc);
    const taken = new Map<MediaKind, IncomingTrack>();
    const answers = offer.sections.map((section) => {
      const sends = section.direction === 'sendonly' || section.direction === 'sendrecv';
      const codec = sends ? preferredCodec(section) : null;
      if (!codec || taken.has(codec.kind)) return null;
      taken.set(codec.kind, {
        codec,
        transportWideId: section.extensions.get(EXTENSION.transportWide) ?? null,
        layers: [new Layer(null, 0)],
      });
      return { codec, sends: null };
    });
    this.#tracks = [...taken.values()];
    if (this.#tracks.length === 0)
      throw new DomainError('invalid', 'The SDP offer sends neither VP8 nor H264 (packetization-mode 1) video, nor Opus sound.');
    this.transport = new Transport(`publisher-${this.id}`, offer, address, {
      onConnected: () => handlers.onConnected(),
      onDown: () => handlers.onDown(),
      onRtp: (data) => this.#receiveRtp(data),
      onRtcp: (data) => this.#receiveRtcp(data),
    });
    this.answer = writeAnswer(offer, answers, this.transport.local, Date.now());
  }

  /** What it sends, by kind. */
  get codecs(): ChosenCodec[] {
    return this.#tracks.map((track) => track.codec);
  }

  /** The encodings of the picture, from small to large; none where it sends sound alone. */
  get layers(): readonly Layer[] {
    return this.#tracks.find((track) => track.codec.kind === 'video')?.layers ?? [];
  }

  /** Asks for a keyframe soon: many viewers may want one at once, and each costs the sender a burst. */
  requestKeyframe(layer: Layer): void {
    const request = this.#keyframes.get(layer) ?? { wanted: false, askedAt: Number.NEGATIVE_INFINITY };
    request.wanted = true;
    this.#keyframes.set(layer, request);
    this.#askForKeyframes(this.#now());
  }

  /** Sends the feedback that has come due. */
  tick(now: number): void {
    if (!this.transport.connected) return;
    this.#askForKeyframes(now);
    for (const stream of this.#streams()) {
      const due = stream.dueNacks(now);
      if (due.length > 0) this.transport.send(writeNack(this.#ssrc, stream.ssrc, due));
    }
    if (now - this.#feedbackAt >= SFU_LIMITS.twccInterval) {
      this.#feedbackAt = now;
      for (let message = this.#feedback.take(this.#feedbackMedia); message; message = this.#feedback.take(this.#feedbackMedia))
        this.transport.send(message);
    }
    if (now - this.#reportAt >= SFU_LIMITS.receiverReportInterval) {
      this.#reportAt = now;
      const blocks = [...this.#streams()].map((stream) => stream.reportBlock(now)).filter((block) => block !== null);
      if (blocks.length > 0) this.transport.send(writeReceiverReport(this.#ssrc, blocks));
    }
  }

  close(): void {
    this.transport.close();
  }

  *#streams(): Generator<ReceiveStream> {
    for (const { layers } of this.#tracks) for (const { stream } of layers) if (stream) yield stream;
  }

  #askForKeyframes(now: number): void {
    for (const [layer, request] of this.#keyframes) {
      if (!request.wanted || !layer.stream || now - request.askedAt < SFU_LIMITS.keyframeInterval) continue;
      request.wanted = false;
      request.askedAt = now;
      this.transport.send(writePli(this.#ssrc, layer.stream.ssrc));
    }
  }

  #receiveRtp(data: Buffer): void {
    const packet = parseRtp(data);
    if (!packet) return;
    const track = this.#tracks.find(({ codec }) => codec.payloadType === packet.payloadType || codec.rtxPayloadType === packet.payloadType);
    if (!track) return;
    const now = this.#now();
    if (track.transportWideId !== null) {
      const sequence = readExtension(data, packet, track.transportWideId);
      if (sequence?.length === 2) {
        this.#feedback.record(sequence.readUInt16BE(0), now);
        this.#feedbackMedia = packet.ssrc;
      }
    }
    if (packet.payloadType === track.codec.payloadType) this.#receiveMedia(track, data, packet, now);
    else this.#receiveRepair(track, data, packet, now);
  }

  #receiveMedia(track: IncomingTrack, data: Buffer, packet: RtpPacket, now: number): void {
    const layer = track.layers[0];
    if (!layer) return;
    let stream = layer.stream;
    if (stream?.ssrc !== packet.ssrc) {
      if (stream && now - stream.lastPacketAt < SOURCE_CHANGE_AFTER) return;
      stream = new ReceiveStream(packet.ssrc, track.codec.clockRate);
      layer.stream = stream;
    }
    if (!stream.accept(packet.sequence, packet.timestamp, now, false)) return;
    this.lastMediaAt = now;
    layer.count(data.length, packet.marker, now);
    this.#handlers.onPacket(toMediaPacket(data, packet, stream, layer, track.codec));
  }

  /** RFC 4588: the lost packet's sequence number, then its payload. */
  #receiveRepair(track: IncomingTrack, data: Buffer, packet: RtpPacket, now: number): void {
    const layer = track.layers[0];
    if (!layer?.stream || packet.payloadEnd - packet.payloadStart <= 2) return;
    const sequence = data.readUInt16BE(packet.payloadStart);
    if (!layer.stream.accept(sequence, packet.timestamp, now, true)) return;
    const original = { ...packet, sequence, payloadStart: packet.payloadStart + 2 };
    this.#handlers.onPacket(toMediaPacket(data, original, layer.stream, layer, track.codec));
  }

  #receiveRtcp(data: Buffer): void {
    for (const packet of rtcpPackets(data)) {
      const report = packet.type === RTCP.senderReport ? readSenderReport(packet.data) : null;
      if (!report) continue;
      for (const { layers, codec } of this.#tracks)
        for (const { stream } of layers) {
          if (stream?.ssrc !== report.ssrc) continue;
          stream.acceptSenderReport(report, this.#now());
          this.#handlers.onSenderReport(stream, codec.kind);
        }
    }
  }
}
