import { randomInt } from 'node:crypto';
import { DomainError } from '../../../../domain/errors.ts';
import type { PublisherFigures } from '../health/figures.ts';
import { SFU_LIMITS } from '../limits.ts';
import { type MediaPacket, toMediaPacket } from '../media/media-packet.ts';
import { Transport, type TransportAddress } from '../media/transport.ts';
import { EXTENDED_REPORT, readRoundTrip, writeReferenceTime } from '../rtp/extended-reports.ts';
import { keyframeSize } from '../rtp/keyframe.ts';
import { parseRtp, type RtpPacket, readExtension } from '../rtp/packet.ts';
import { RTCP, readSenderReport, rtcpPackets, writeNack, writePli, writeReceiverReport } from '../rtp/rtcp.ts';
import { TransportFeedback } from '../rtp/twcc.ts';
import { writeAnswer } from '../sdp/answer.ts';
import { type ChosenCodec, preferredCodec } from '../sdp/codecs.ts';
import type { MediaKind, Offer } from '../sdp/offer.ts';
import { IncomingTrack } from './incoming-track.ts';
import { IngestMeter } from './ingest-meter.ts';
import type { Layer } from './layer.ts';
import type { ReceiveStream } from './receive-stream.ts';

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
  readonly #meter = new IngestMeter();
  readonly #feedback: TransportFeedback;
  #feedbackMedia = 0;
  #feedbackAt = 0;
  #reportAt = 0;
  /** Monotonic ms; when the session came up. */
  #connectedAt = 0;
  #roundTrip: number | null = null;
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
      const track = new IncomingTrack(section, codec);
      taken.set(codec.kind, track);
      return { codec, sends: null, rids: track.rids };
    });
    this.#tracks = [...taken.values()];
    if (this.#tracks.length === 0)
      throw new DomainError('invalid', 'The SDP offer sends neither VP8, H264 (packetization-mode 1), VP9 nor AV1 video, nor Opus sound.');
    this.transport = new Transport(`publisher-${this.id}`, offer, address, {
      onConnected: () => {
        this.#connectedAt = now();
        handlers.onConnected();
      },
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

  /** How its media arrives. */
  figures(now: number): PublisherFigures {
    const track = (kind: MediaKind): IncomingTrack | undefined => this.#tracks.find(({ codec }) => codec.kind === kind);
    const [video, audio] = [track('video'), track('audio')];
    const silent = (one: IncomingTrack | undefined): number => Math.max(0, now - Math.max(this.#connectedAt, one?.lastPacketAt ?? 0));
    return {
      bitrate: this.#meter.bitrate,
      loss: this.#meter.loss,
      roundTrip: this.#roundTrip,
      jitter: Math.max(0, ...[...this.#streams()].map(({ jitter }) => jitter)),
      silent: { video: silent(video), audio: silent(audio) },
      hasVideo: video !== undefined,
      hasAudio: audio !== undefined,
      videoCodec: video?.codec.codec ?? null,
      audioCodec: audio?.codec.codec ?? null,
      bytes: this.#meter.bytes,
    };
  }

  /** Sends the feedback that has come due. */
  tick(now: number): void {
    if (!this.transport.connected) return;
    this.#meter.tick(now, this.#streams());
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
      if (blocks.length > 0)
        this.transport.send(Buffer.concat([writeReceiverReport(this.#ssrc, blocks), writeReferenceTime(this.#ssrc, Date.now())]));
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
    this.#meter.count(data.length);
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
    const layer = track.layerOf(data, packet, now);
    if (!layer?.stream?.accept(packet.sequence, packet.timestamp, now, false)) return;
    track.lastPacketAt = now;
    layer.count(data.length, packet.marker, now);
    this.#take(track, layer, layer.stream, data, packet, now);
  }

  /** RFC 4588: the lost packet's sequence number, then its payload. */
  #receiveRepair(track: IncomingTrack, data: Buffer, packet: RtpPacket, now: number): void {
    const layer = track.repairedLayerOf(data, packet);
    if (!layer?.stream || packet.payloadEnd - packet.payloadStart <= 2) return;
    const sequence = data.readUInt16BE(packet.payloadStart);
    if (!layer.stream.accept(sequence, packet.timestamp, now, true)) return;
    this.#take(track, layer, layer.stream, data, { ...packet, sequence, payloadStart: packet.payloadStart + 2 }, now);
  }

  #take(track: IncomingTrack, layer: Layer, stream: ReceiveStream, data: Buffer, packet: RtpPacket, now: number): void {
    this.lastMediaAt = now;
    const media = toMediaPacket(data, packet, stream, layer, track.codec);
    if (media.startsKeyframe) layer.size = keyframeSize(track.codec.codec, media.payload, media.vp8) ?? layer.size;
    this.#handlers.onPacket(media);
  }

  #receiveRtcp(data: Buffer): void {
    for (const packet of rtcpPackets(data)) {
      if (packet.type === EXTENDED_REPORT) this.#roundTrip = readRoundTrip(packet.data, this.#ssrc, Date.now()) ?? this.#roundTrip;
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
