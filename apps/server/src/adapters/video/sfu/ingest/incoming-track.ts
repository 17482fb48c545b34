import { SFU_LIMITS } from '../limits.ts';
import { type RtpPacket, readExtension } from '../rtp/packet.ts';
import type { ChosenCodec } from '../sdp/codecs.ts';
import { EXTENSION, type MediaSection } from '../sdp/offer.ts';
import { Layer } from './layer.ts';
import { ReceiveStream } from './receive-stream.ts';

/** A layer's stream may be followed by one with another SSRC only when it has been silent for so long, in ms. */
const SOURCE_CHANGE_AFTER = 1_000;

/**
 * What one media section brings in, sorted into layers: by the restriction identifier where the sender does simulcast (RFC 8852), which
 * senders write into the first packets of a stream only, and by SSRC from then on.
 */
export class IncomingTrack {
  readonly codec: ChosenCodec;
  /** From small to large; one where the sender does no simulcast. */
  readonly layers: readonly Layer[];
  /** The header extension that transport-wide feedback goes by. */
  readonly transportWideId: number | null;
  readonly #ridId: number | null;
  readonly #repairedRidId: number | null;
  readonly #repairs = new Map<number, Layer>();
  lastPacketAt = Number.NEGATIVE_INFINITY;

  constructor(section: MediaSection, codec: ChosenCodec) {
    this.codec = codec;
    const rids = codec.kind === 'video' ? section.simulcast : [];
    this.layers = rids.length > 1 ? rids.map((rid, rank) => new Layer(rid, rank)) : [new Layer(null, 0)];
    this.transportWideId = section.extensions.get(EXTENSION.transportWide) ?? null;
    this.#ridId = section.extensions.get(EXTENSION.rid) ?? null;
    this.#repairedRidId = section.extensions.get(EXTENSION.repairedRid) ?? null;
  }
  /** The restriction identifiers of its layers; none without simulcast. */
  get rids(): string[] {
    return this.layers.flatMap(({ rid }) => (rid === null ? [] : [rid]));
  }

  /** The layer that this packet is of, its stream begun or changed with it; null when the packet belongs nowhere. */
  layerOf(data: Buffer, packet: RtpPacket, now: number): Layer | null {
    const known = this.layers.find(({ stream }) => stream?.ssrc === packet.ssrc);
    if (known) return known;
    const layer = this.layers.length === 1 ? this.layers[0] : this.#named(data, packet, this.#ridId);
    if (!layer || (layer.stream && now - layer.stream.lastPacketAt < SOURCE_CHANGE_AFTER)) return null;
    layer.stream = new ReceiveStream(packet.ssrc, this.codec.clockRate);
    return layer;
  }
  /** The layer that this retransmission (RFC 4588) repairs; null when nobody said. */
  repairedLayerOf(data: Buffer, packet: RtpPacket): Layer | null {
    if (this.layers.length === 1) return this.layers[0] ?? null;
    const known = this.#repairs.get(packet.ssrc);
    if (known) return known;
    const layer = this.#named(data, packet, this.#repairedRidId) ?? null;
    if (!layer) return null;
    // A sender that changes its mind all the time is remembered no further than this.
    if (this.#repairs.size >= SFU_LIMITS.repairStreams) this.#repairs.clear();
    this.#repairs.set(packet.ssrc, layer);
    return layer;
  }

  #named(data: Buffer, packet: RtpPacket, extension: number | null): Layer | undefined {
    const rid = extension === null ? null : readExtension(data, packet, extension)?.toString('latin1');
    return rid === null || rid === undefined ? undefined : this.layers.find((layer) => layer.rid === rid);
  }
}
