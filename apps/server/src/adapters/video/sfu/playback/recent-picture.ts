import type { Layer } from '../ingest/layer.ts';
import type { MediaPacket } from '../media/media-packet.ts';
import { nextSequence } from '../rtp/sequence.ts';
import { PLAYBACK_LIMITS } from './limits.ts';

interface Recent {
  packets: MediaPacket[];
  startedAt: number;
}

/**
 * Each layer's newest keyframe and what followed it, while that is young and small: a viewer who comes just then sees a picture without
 * waiting for the publisher to make another keyframe.
 */
export class RecentPicture {
  readonly #layers = new WeakMap<Layer, Recent>();

  add(packet: MediaPacket, now: number): void {
    if (packet.kind !== 'video') return;
    const recent = this.#layers.get(packet.layer);
    if (packet.startsKeyframe) {
      // H264's parameter sets and the picture after them are both taken for the start of the one keyframe.
      const isSame = recent?.packets[0]?.timestamp === packet.timestamp && recent.packets[0].source === packet.source;
      if (!isSame) {
        this.#layers.set(packet.layer, { packets: [packet], startedAt: now });
        return;
      }
    }
    if (!recent) return;
    const last = recent.packets.at(-1);
    const follows = last?.source === packet.source && nextSequence(last.sequence) === packet.sequence;
    // With a packet missing it is of no use; with many, asking for a keyframe is quicker.
    if (!follows || recent.packets.length >= PLAYBACK_LIMITS.recentPackets || now - recent.startedAt > PLAYBACK_LIMITS.recentPicture)
      this.#layers.delete(packet.layer);
    else recent.packets.push(packet);
  }

  /** From the keyframe on; null when there is none that is young and whole. */
  of(layer: Layer, now: number): readonly MediaPacket[] | null {
    const recent = this.#layers.get(layer);
    return recent && now - recent.startedAt <= PLAYBACK_LIMITS.recentPicture ? recent.packets : null;
  }
}
