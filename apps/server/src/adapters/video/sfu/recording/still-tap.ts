import type { Publisher } from '../ingest/publisher.ts';
import type { MediaPacket } from '../media/media-packet.ts';
import type { SeatTap } from '../media/seat.ts';
import type { CodecName } from '../sdp/offer.ts';
import { type Depacketiser, type ParameterSets, Vp8Depacketiser } from './depacketise.ts';
import { annexB, H264Depacketiser } from './depacketise-h264.ts';
import { RECORDING_LIMITS } from './limits.ts';

export interface Keyframe {
  codec: 'VP8' | 'H264';
  /** As a decoder reads it: H264 with parameter sets and start codes. */
  data: Buffer;
}

/** Takes one keyframe of the publisher's smallest layer every now and then. Nothing but that keyframe's packets is ever kept. */
export class StillTap implements SeatTap {
  readonly #now: () => number;
  readonly #onKeyframe: (keyframe: Keyframe) => void;
  #publisher: Publisher | null = null;
  #codec: CodecName | null = null;
  #depacketiser: Depacketiser | null = null;
  #packets: MediaPacket[] = [];
  #takenAt = Number.NEGATIVE_INFINITY;

  constructor(now: () => number, onKeyframe: (keyframe: Keyframe) => void) {
    this.#now = now;
    this.#onKeyframe = onKeyframe;
  }

  onPublisher(publisher: Publisher): void {
    if (publisher === this.#publisher) return;
    this.#publisher = publisher;
    this.#codec = publisher.codecs.find(({ kind }) => kind === 'video')?.codec ?? null;
    this.#depacketiser = this.#codec === 'VP8' ? new Vp8Depacketiser() : this.#codec === 'H264' ? new H264Depacketiser() : null;
    this.#packets = [];
  }
  onSenderReport(): void {
    // A still has no place in time.
  }
  onPacket(packet: MediaPacket): void {
    if (!this.#depacketiser || packet.kind !== 'video' || !this.#isDue) return;
    const [first] = this.#packets;
    // One that has lost its end makes way for the next.
    const isNext = packet.startsKeyframe && packet.layer === this.#smallest && packet.timestamp !== first?.timestamp;
    if (isNext) this.#packets = [];
    else if (packet.source !== first?.source || packet.timestamp !== first.timestamp) return;
    this.#packets.push({ ...packet, payload: Buffer.from(packet.payload) });
    if (packet.marker || this.#packets.length > RECORDING_LIMITS.stillPackets) this.#take();
  }
  /** To be called every few hundred ms. */
  tick(): void {
    const smallest = this.#smallest;
    if (this.#isDue && this.#depacketiser && smallest?.isActive(this.#now())) this.#publisher?.requestKeyframe(smallest);
  }

  get #isDue(): boolean {
    return this.#now() - this.#takenAt >= RECORDING_LIMITS.stillInterval;
  }
  get #smallest() {
    return this.#publisher?.layers.find((layer) => layer.isActive(this.#now())) ?? this.#publisher?.layers[0] ?? null;
  }
  /** A keyframe with a hole is left; the next is taken. */
  #take(): void {
    const packets = this.#packets;
    this.#packets = [];
    const first = packets[0]?.sequence ?? 0;
    const isWhole = packets.every(({ sequence }, index) => sequence === ((first + index) & 0xffff));
    const picture = isWhole ? this.#depacketiser?.picture(packets.map(({ payload }) => payload)) : null;
    if (!picture?.key) return;
    const data = this.#codec === 'H264' ? withParameterSets(picture.parameterSets, picture.data) : picture.data;
    if (!data || (this.#codec !== 'VP8' && this.#codec !== 'H264')) return;
    this.#takenAt = this.#now();
    this.#onKeyframe({ codec: this.#codec, data });
  }
}
const withParameterSets = (parameterSets: ParameterSets | null, data: Buffer): Buffer | null =>
  parameterSets && annexB(parameterSets, data);
