import type { Layer } from '../ingest/layer.ts';
import { RECORDING_LIMITS } from './limits.ts';

/** What choosing needs to know of a layer. */
export type FollowedLayer = Pick<Layer, 'rank' | 'isActive'>;

/**
 * Which of a publisher's layers is recorded: the largest that flows. A larger one is changed to only once it has flowed for a while, since
 * each change can cost a new part; one that stops is left at once.
 */
export class LayerFollower<L extends FollowedLayer> {
  #current: L | null = null;
  #wanted: L | null = null;
  #larger: { layer: L; since: number } | null = null;

  get current(): L | null {
    return this.#current;
  }
  /** The layer whose next keyframe is changed to; null when the current one is right. */
  get wanted(): L | null {
    return this.#wanted;
  }

  /** Looks again at what flows; gives the layer of which a keyframe is to be asked for. */
  look(layers: readonly L[], now: number): L | null {
    const flowing = layers.filter((layer) => layer.isActive(now));
    const largest = flowing.at(-1) ?? null;
    const current = this.#current;
    if (!largest || largest === current) {
      this.#larger = null;
      this.#wanted = null;
      return null;
    }
    if (current === null || !flowing.includes(current)) {
      this.#wanted = largest;
      return largest;
    }
    if (this.#larger?.layer !== largest) this.#larger = { layer: largest, since: now };
    this.#wanted = now - this.#larger.since >= RECORDING_LIMITS.layerStable ? largest : null;
    return this.#wanted;
  }
  /** Whether a packet of this layer is to be recorded; a keyframe of the layer that is wanted changes to it. */
  follows(layer: L, startsKeyframe: boolean): boolean {
    if (layer === this.#current) return true;
    if (!startsKeyframe || (layer !== this.#wanted && this.#current !== null)) return false;
    this.#current = layer;
    this.#wanted = null;
    this.#larger = null;
    return true;
  }
}
