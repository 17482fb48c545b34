import { randomInt } from 'node:crypto';
import type { ReceiveStream } from '../ingest/receive-stream.ts';
import { SFU_LIMITS } from '../limits.ts';
import type { MediaPacket } from '../media/media-packet.ts';
import { RTP_HEADER_BYTES } from '../rtp/packet.ts';
import { type SenderReport, writeSenderReport } from '../rtp/rtcp.ts';
import { WIDE_HEADER_BYTES, writeSentHeader, writeTransportWideNumber } from '../rtp/sent-header.ts';
import { nextSequence, sequenceDistance } from '../rtp/sequence.ts';
import { writeVp8Numbers } from '../rtp/vp8.ts';
import type { ChosenCodec } from '../sdp/codecs.ts';
import { PLAYBACK_LIMITS } from './limits.ts';
import { type SentNumbers, SentRing } from './sent-ring.ts';
import { alignTimestamp, timestampDistance } from './timestamp-alignment.ts';

export interface SendTrackPorts {
  send(data: Buffer): void;
  /** Asked when a packet comes from where the track can't begin. */
  requestKeyframe(): void;
  /** Monotonic, in milliseconds. */
  now(): number;
  /** ms to the viewer and back. */
  roundTrip(): number;
  /** bit/s that packets sent again may cost. */
  repairRate(): number;
  /** How often each of them is sent, so that it arrives though many get lost. */
  repairCopies(): number;
  /** A sender report has been passed on. */
  onReport(report: SenderReport): void;
}
/** Puts a number into each packet, by which the peer reports its arrival: the extension's id, and who gives the numbers. */
export interface TransportWide {
  extensionId: number;
  onSent(bytes: number): number;
}

const randomSsrc = (): number => randomInt(1, 0xffffffff);
/** A switch whose alignment by sender reports would leap by more than this, in s, goes by the clock of arrival. */
const LEAP = 3;
/** Padding is taken from so many of the last packets. */
const PADDING_SOURCE = 64;

/**
 * One outgoing track of a viewer. Whatever it is fed from (another layer, a publisher that came back), sequence numbers, timestamps and
 * VP8 picture numbers go on as if it were one sender.
 */
export class SendTrack {
  readonly codec: ChosenCodec;
  readonly ssrc = randomSsrc();
  readonly rtxSsrc: number | null;
  readonly #cname: string;
  readonly #ports: SendTrackPorts;
  readonly #wide: TransportWide | null;
  /** Only pictures are sent again. */
  readonly #ring: SentRing | null;
  #source: ReceiveStream | null = null;
  /** Packets of the source before this one belong to what was before the switch. */
  #oldest = 0;
  #highest = 0;
  #sequenceOffset = 0;
  #timestampOffset = 0;
  #pictureOffset = 0;
  #tl0Offset = 0;
  /** Of the newest packet. */
  readonly #last: SentNumbers = { sequence: 0, timestamp: 0, pictureId: 0, tl0PictureIndex: 0 };
  #lastAt = 0;
  /** The first number of the present source. */
  #switchedAt = 0;
  readonly #numbers: SentNumbers = { sequence: 0, timestamp: 0, pictureId: 0, tl0PictureIndex: 0 };
  #rtxSequence = randomInt(0x8000);
  #packets = 0;
  #octets = 0;
  #bytes = 0;
  #allowance: number = SFU_LIMITS.retransmissionBurstBytes;
  #allowanceAt = 0;

  constructor(codec: ChosenCodec, cname: string, ports: SendTrackPorts, wide: TransportWide | null = null) {
    this.codec = codec;
    this.rtxSsrc = codec.kind === 'video' && codec.rtxPayloadType !== null ? randomSsrc() : null;
    this.#ring = codec.kind === 'video' ? new SentRing() : null;
    this.#cname = cname;
    this.#ports = ports;
    this.#wide = wide;
  }

  /** Everything sent, in bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  forward(packet: MediaPacket): void {
    if (packet.source !== this.#source && !this.#switchTo(packet)) return;
    if (sequenceDistance(this.#oldest, packet.sequence) < 0) return;
    this.#pass(packet, (packet.timestamp + this.#timestampOffset) >>> 0);
  }

  /**
   * Begins with a keyframe and what followed it, all of one source and without a gap, that came before now. The frames get timestamps just
   * before the last one's, so that the player catches up at once and not at their own speed.
   */
  catchUp(packets: readonly MediaPacket[]): void {
    const newest = packets.at(-1);
    const [first] = packets;
    if (!first || !newest || !this.#switchTo(first)) return;
    const frames = [...new Set(packets.map((packet) => packet.timestamp))];
    const earliest = (this.#last.timestamp + frames.length * PLAYBACK_LIMITS.catchUpTicks) >>> 0;
    let end = (newest.timestamp + this.#timestampOffset) >>> 0;
    if (this.#packets > 0 && timestampDistance(earliest, end) < 0) {
      this.#timestampOffset = (this.#timestampOffset + timestampDistance(end, earliest)) >>> 0;
      end = earliest;
    }
    for (const packet of packets) {
      const before = frames.length - 1 - frames.indexOf(packet.timestamp);
      this.#pass(packet, (end - before * PLAYBACK_LIMITS.catchUpTicks) >>> 0);
    }
  }

  /** Answers a NACK: on the retransmission stream where there is one (RFC 4588), else once more as it was. */
  resend(sequences: readonly number[]): void {
    const now = this.#ports.now();
    const ring = this.#ring;
    if (!ring) return;
    const refill = ((now - this.#allowanceAt) / 8_000) * this.#ports.repairRate();
    this.#allowance = Math.min(SFU_LIMITS.retransmissionBurstBytes, this.#allowance + refill);
    this.#allowanceAt = now;
    for (const sequence of sequences) {
      const packet = ring.packet(sequence);
      // What belongs to before the last switch is of no use any more, and what was sent again may still be under way.
      if (!packet || sequenceDistance(this.#switchedAt, sequence) < 0) continue;
      if (now - ring.resentAt(sequence) < this.#ports.roundTrip()) continue;
      ring.markResent(sequence, now);
      for (let copies = this.#ports.repairCopies(); copies > 0; copies--) {
        this.#allowance -= packet.data.length;
        if (this.#allowance < 0) return;
        if (this.rtxSsrc === null) this.#send(packet, ring.numbers(sequence));
        else this.#sendRepair(packet, ring.numbers(sequence), this.rtxSsrc);
      }
    }
  }

  /** Sends about so many bytes of old packets once more, to see what the connection carries. Gives how many: 0 where that can't be done. */
  pad(bytes: number): number {
    if (!this.#ring || this.rtxSsrc === null || this.#packets === 0) return 0;
    let sent = 0;
    for (let back = 0; sent < bytes; back = (back + 1) % PADDING_SOURCE) {
      const sequence = (this.#last.sequence - back) & 0xffff;
      const packet = this.#ring.packet(sequence);
      if (packet && packet.data.length > PADDING_WORTH) sent += this.#sendRepair(packet, this.#ring.numbers(sequence), this.rtxSsrc);
      else if (back === PADDING_SOURCE - 1 && sent === 0) break;
    }
    return sent;
  }

  /** Passes the publisher's report on in this track's numbers, which keeps sound and picture in sync. */
  report(source: ReceiveStream): void {
    if (source !== this.#source || !source.senderReport || this.#packets === 0) return;
    const timestamp = (source.senderReport.timestamp + this.#timestampOffset) >>> 0;
    const report = { ...source.senderReport, timestamp };
    this.#ports.send(writeSenderReport(this.ssrc, report, this.#packets, this.#octets, this.#cname));
    this.#ports.onReport(report);
  }

  #switchTo(packet: MediaPacket): boolean {
    if (packet.kind === 'video' && !packet.startsKeyframe) {
      this.#ports.requestKeyframe();
      return false;
    }
    const last = this.#packets > 0 ? this.#last : null;
    const first = last ? nextSequence(last.sequence) : randomInt(0x8000);
    this.#sequenceOffset = (first - packet.sequence) & 0xffff;
    if (last) {
      this.#timestampOffset = (this.#continueTime(packet, last.timestamp) - packet.timestamp) >>> 0;
      this.#pictureOffset = last.pictureId + 1 - (packet.vp8?.pictureId?.value ?? 0);
      this.#tl0Offset = last.tl0PictureIndex + 1 - (packet.vp8?.tl0PictureIndex?.value ?? 0);
    }
    this.#source = packet.source;
    this.#oldest = packet.sequence;
    this.#highest = packet.sequence;
    this.#switchedAt = first;
    // After this packet, so that a report never comes before the stream it is about.
    queueMicrotask(() => this.report(packet.source));
    return true;
  }

  /** The timestamp that a packet of another source gets: by both sources' reports where they agree, else by when it came. */
  #continueTime(packet: MediaPacket, last: number): number {
    const { clockRate } = this.codec;
    const aligned = alignTimestamp(packet.timestamp, this.#source?.senderReport ?? null, packet.source.senderReport, clockRate);
    if (aligned !== null) {
      const timestamp = (aligned + this.#timestampOffset) >>> 0;
      const ahead = timestampDistance(last, timestamp);
      if (Math.abs(ahead) < LEAP * clockRate) return ahead > 0 ? timestamp : (last + 1) >>> 0;
    }
    return (last + Math.max(1, Math.round(((this.#ports.now() - this.#lastAt) * clockRate) / 1_000))) >>> 0;
  }

  /** The hot path: for each packet and viewer. */
  #pass(packet: MediaPacket, timestamp: number): void {
    const numbers = this.#numbers;
    numbers.sequence = (packet.sequence + this.#sequenceOffset) & 0xffff;
    numbers.timestamp = timestamp;
    numbers.pictureId = ((packet.vp8?.pictureId?.value ?? 0) + this.#pictureOffset) & 0x7fff;
    numbers.tl0PictureIndex = ((packet.vp8?.tl0PictureIndex?.value ?? 0) + this.#tl0Offset) & 0xff;
    if (sequenceDistance(this.#highest, packet.sequence) >= 0) {
      this.#highest = packet.sequence;
      this.#last.sequence = numbers.sequence;
      this.#last.timestamp = numbers.timestamp;
      this.#last.pictureId = numbers.pictureId;
      this.#last.tl0PictureIndex = numbers.tl0PictureIndex;
      this.#lastAt = this.#ports.now();
      // Distances mean nothing beyond half the number space, so the start of the source moves along.
      if (sequenceDistance(this.#oldest, packet.sequence) > 2 * SFU_LIMITS.retransmissionRing) {
        this.#oldest = (packet.sequence - SFU_LIMITS.retransmissionRing) & 0xffff;
        this.#switchedAt = (numbers.sequence - SFU_LIMITS.retransmissionRing) & 0xffff;
      }
    }
    this.#ring?.add(packet, numbers);
    this.#packets++;
    this.#octets += packet.data.length - RTP_HEADER_BYTES;
    this.#send(packet, numbers);
  }

  #send(packet: MediaPacket, numbers: SentNumbers): void {
    const wide = this.#wide;
    const data = wide ? packet.wide : packet.data;
    writeSentHeader(data, numbers, this.codec.payloadType, packet.marker, this.ssrc);
    if (wide) writeTransportWideNumber(data, wide.extensionId, wide.onSent(data.length));
    if (packet.vp8) writeVp8Numbers(packet.payload, packet.vp8, numbers.pictureId, numbers.tl0PictureIndex);
    this.#bytes += data.length;
    this.#ports.send(data);
  }

  #sendRepair(packet: MediaPacket, numbers: SentNumbers, rtxSsrc: number): number {
    if (packet.vp8) writeVp8Numbers(packet.payload, packet.vp8, numbers.pictureId, numbers.tl0PictureIndex);
    const wide = this.#wide;
    const headerBytes = wide ? WIDE_HEADER_BYTES : RTP_HEADER_BYTES;
    const repair = Buffer.allocUnsafe(headerBytes + 2 + packet.data.length - RTP_HEADER_BYTES);
    this.#rtxSequence = nextSequence(this.#rtxSequence);
    const repairNumbers = { sequence: this.#rtxSequence, timestamp: numbers.timestamp };
    writeSentHeader(repair, repairNumbers, this.codec.rtxPayloadType ?? 0, packet.marker, rtxSsrc);
    if (wide) writeTransportWideNumber(repair, wide.extensionId, wide.onSent(repair.length));
    repair.writeUInt16BE(numbers.sequence, headerBytes);
    packet.data.copy(repair, headerBytes + 2, RTP_HEADER_BYTES);
    this.#bytes += repair.length;
    this.#ports.send(repair);
    return repair.length;
  }
}
/** Smaller packets are not worth sending as padding, in bytes. */
const PADDING_WORTH = 200;
