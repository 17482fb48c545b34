import type { Depacketiser, WholePicture } from './depacketise.ts';
import { RECORDING_LIMITS } from './limits.ts';
import type { TimedStream } from './sender-clock.ts';

/** What is kept of a packet: its own copy, as viewers write into what they share. */
export interface KeptPacket {
  source: TimedStream;
  sequence: number;
  timestamp: number;
  marker: boolean;
  startsKeyframe: boolean;
  payload: Buffer;
  /** Monotonic ms. */
  arrival: number;
}
export interface AssembledPicture extends WholePicture {
  source: TimedStream;
  timestamp: number;
  arrival: number;
}

/** Makes pictures of packets in order. After a loss nothing is given on before the next keyframe: what lies between can't be decoded. */
export class PictureAssembler {
  readonly #depacketiser: Depacketiser;
  readonly #onPicture: (picture: AssembledPicture) => void;
  #packets: KeptPacket[] = [];
  #bytes = 0;
  needsKeyframe = true;

  constructor(depacketiser: Depacketiser, onPicture: (picture: AssembledPicture) => void) {
    this.#depacketiser = depacketiser;
    this.#onPicture = onPicture;
  }

  add(packet: KeptPacket): void {
    const [first] = this.#packets;
    // Padding that probes for bandwidth.
    if (packet.payload.length === 0) return;
    if (first && first.timestamp !== packet.timestamp) this.#finish();
    // The rest of a picture whose beginning is lost, and what builds on it.
    if (this.needsKeyframe && this.#packets.length === 0 && !packet.startsKeyframe) return;
    this.#packets.push(packet);
    this.#bytes += packet.payload.length;
    if (this.#bytes > RECORDING_LIMITS.frameBytes) this.lose();
    else if (packet.marker) this.#finish();
  }
  /** Something is missing before the next packet. */
  lose(): void {
    this.#packets = [];
    this.#bytes = 0;
    this.needsKeyframe = true;
  }

  #finish(): void {
    const packets = this.#packets;
    const [first] = packets;
    this.#packets = [];
    this.#bytes = 0;
    if (!first) return;
    const picture = this.#depacketiser.picture(packets.map(({ payload }) => payload));
    if (!picture || (this.needsKeyframe && !picture.key)) return;
    this.needsKeyframe = false;
    this.#onPicture({ ...picture, source: first.source, timestamp: first.timestamp, arrival: first.arrival });
  }
}
