import { randomInt } from 'node:crypto';
import type { ReceiveStream } from '../ingest/receive-stream.ts';
import { SFU_LIMITS } from '../limits.ts';
import { type MediaPacket, payloadOf } from '../media/media-packet.ts';
import { RTP_HEADER_BYTES, writeRtpHeader } from '../rtp/packet.ts';
import { writeSenderReport } from '../rtp/rtcp.ts';
import { nextSequence, sequenceDistance } from '../rtp/sequence.ts';
import { writeVp8Numbers } from '../rtp/vp8.ts';
import type { ChosenCodec } from '../sdp/codecs.ts';

interface SentPacket {
  packet: MediaPacket;
  sequence: number;
  timestamp: number;
  pictureId: number;
  tl0PictureIndex: number;
}
export interface SendTrackPorts {
  send(data: Buffer): void;
  /** Asked whenever a viewer waits for a place to start from. */
  requestKeyframe(): void;
  /** Monotonic, in milliseconds. */
  now(): number;
}

const randomSsrc = (): number => randomInt(1, 0xffffffff);
const RING_MASK = SFU_LIMITS.retransmissionRing - 1;

/**
 * One outgoing track of a viewer. Whatever it is fed from (a publisher that came back, one day another layer), sequence numbers,
 * timestamps and VP8 picture numbers go on as if it were one sender.
 */
export class SendTrack {
  readonly codec: ChosenCodec;
  readonly ssrc = randomSsrc();
  readonly rtxSsrc: number | null;
  readonly #cname: string;
  readonly #ports: SendTrackPorts;
  #source: ReceiveStream | null = null;
  /** Packets of the source before this one belong to what was before the switch. */
  #oldest = 0;
  #highest = 0;
  #sequenceOffset = 0;
  #timestampOffset = 0;
  #pictureOffset = 0;
  #tl0Offset = 0;
  #last: (SentPacket & { at: number }) | null = null;
  #rtxSequence = randomInt(0x8000);
  #packets = 0;
  #octets = 0;
  readonly #ring: (SentPacket | undefined)[] = new Array(SFU_LIMITS.retransmissionRing);
  #allowance: number = SFU_LIMITS.retransmissionBurstBytes;
  #allowanceAt = 0;

  constructor(codec: ChosenCodec, cname: string, ports: SendTrackPorts) {
    this.codec = codec;
    this.rtxSsrc = codec.kind === 'video' && codec.rtxPayloadType !== null ? randomSsrc() : null;
    this.#cname = cname;
    this.#ports = ports;
  }

  forward(packet: MediaPacket): void {
    if (packet.source !== this.#source && !this.#switchTo(packet)) return;
    if (sequenceDistance(this.#oldest, packet.sequence) < 0) return;
    const sent: SentPacket = {
      packet,
      sequence: (packet.sequence + this.#sequenceOffset) & 0xffff,
      timestamp: (packet.timestamp + this.#timestampOffset) >>> 0,
      pictureId: (packet.vp8?.pictureId?.value ?? 0) + this.#pictureOffset,
      tl0PictureIndex: (packet.vp8?.tl0PictureIndex?.value ?? 0) + this.#tl0Offset,
    };
    if (sequenceDistance(this.#highest, packet.sequence) >= 0) {
      this.#highest = packet.sequence;
      this.#last = { ...sent, at: this.#ports.now() };
      // Distances mean nothing beyond half the number space, so the start of the source moves along.
      if (sequenceDistance(this.#oldest, packet.sequence) > 2 * SFU_LIMITS.retransmissionRing)
        this.#oldest = (packet.sequence - SFU_LIMITS.retransmissionRing) & 0xffff;
    }
    this.#ring[sent.sequence & RING_MASK] = sent;
    this.#packets++;
    this.#octets += packet.data.length - RTP_HEADER_BYTES;
    this.#send(sent);
  }

  /** Answers a NACK: on the retransmission stream where there is one (RFC 4588), else once more as it was. */
  resend(sequences: readonly number[]): void {
    const now = this.#ports.now();
    const refill = ((now - this.#allowanceAt) / 1_000) * (SFU_LIMITS.retransmissionBitsPerSecond / 8);
    this.#allowance = Math.min(SFU_LIMITS.retransmissionBurstBytes, this.#allowance + refill);
    this.#allowanceAt = now;
    for (const sequence of sequences) {
      const sent = this.#ring[sequence & RING_MASK];
      if (sent?.sequence !== sequence) continue;
      this.#allowance -= sent.packet.data.length;
      if (this.#allowance < 0) return;
      if (this.rtxSsrc === null) this.#send(sent);
      else this.#sendRepair(sent, this.rtxSsrc);
    }
  }

  /** Passes the publisher's report on in this track's numbers, which keeps sound and picture in sync. */
  report(source: ReceiveStream): void {
    if (source !== this.#source || !source.senderReport || this.#packets === 0) return;
    const timestamp = (source.senderReport.timestamp + this.#timestampOffset) >>> 0;
    const report = { ...source.senderReport, timestamp };
    this.#ports.send(writeSenderReport(this.ssrc, report, this.#packets, this.#octets, this.#cname));
  }

  #switchTo(packet: MediaPacket): boolean {
    if (packet.kind === 'video' && !packet.startsKeyframe) {
      this.#ports.requestKeyframe();
      return false;
    }
    const last = this.#last;
    const first = last ? nextSequence(last.sequence) : randomInt(0x8000);
    this.#sequenceOffset = (first - packet.sequence) & 0xffff;
    if (last) {
      const elapsed = Math.max(1, Math.round(((this.#ports.now() - last.at) * this.codec.clockRate) / 1_000));
      this.#timestampOffset = (last.timestamp + elapsed - packet.timestamp) >>> 0;
      this.#pictureOffset = last.pictureId + 1 - (packet.vp8?.pictureId?.value ?? 0);
      this.#tl0Offset = last.tl0PictureIndex + 1 - (packet.vp8?.tl0PictureIndex?.value ?? 0);
    }
    this.#source = packet.source;
    this.#oldest = packet.sequence;
    this.#highest = packet.sequence;
    // After this packet, so that a report never comes before the stream it is about.
    queueMicrotask(() => this.report(packet.source));
    return true;
  }

  #send(sent: SentPacket): void {
    const { packet } = sent;
    writeRtpHeader(packet.data, { ...sent, payloadType: this.codec.payloadType, marker: packet.marker, ssrc: this.ssrc });
    if (packet.vp8) writeVp8Numbers(payloadOf(packet.data), packet.vp8, sent.pictureId, sent.tl0PictureIndex);
    this.#ports.send(packet.data);
  }

  #sendRepair(sent: SentPacket, rtxSsrc: number): void {
    const { packet } = sent;
    if (packet.vp8) writeVp8Numbers(payloadOf(packet.data), packet.vp8, sent.pictureId, sent.tl0PictureIndex);
    const repair = Buffer.allocUnsafe(packet.data.length + 2);
    const payloadType = this.codec.rtxPayloadType ?? 0;
    this.#rtxSequence = nextSequence(this.#rtxSequence);
    writeRtpHeader(repair, { sequence: this.#rtxSequence, timestamp: sent.timestamp, marker: packet.marker, ssrc: rtxSsrc, payloadType });
    repair.writeUInt16BE(sent.sequence, RTP_HEADER_BYTES);
    packet.data.copy(repair, RTP_HEADER_BYTES + 2, RTP_HEADER_BYTES);
    this.#ports.send(repair);
  }
}
