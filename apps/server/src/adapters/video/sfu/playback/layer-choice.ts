import type { PlaybackQuality } from '@vitrine/protocol';
import type { Layer } from '../ingest/layer.ts';
import { PLAYBACK_LIMITS } from './limits.ts';

/** What choosing needs to know of a layer. */
export type LayerState = Pick<Layer, 'rank' | 'size' | 'isActive' | 'bitrate'>;

const HEIGHTS: Record<Exclude<PlaybackQuality, 'audio'>, number> = {
  auto: Number.POSITIVE_INFINITY,
  '1080p': 1_080,
  '720p': 720,
  '360p': 360,
};

/** `720p` speaks of the shorter side: a phone's picture stands upright. A size that is not known yet may be any. */
const heightOf = ({ size, rank }: LayerState): number => (size ? Math.min(size.width, size.height) : rank === 0 ? 0 : Number.NaN);

/**
 * The layers that a viewer may be sent, from small to large: those that flow, no higher than was chosen and than `maxRank`. When none is
 * small enough it is the smallest that flows. `360p` takes 384 lines and the like for 360.
 */
export function allowedLayers<L extends LayerState>(layers: readonly L[], quality: PlaybackQuality, maxRank: number, now: number): L[] {
  if (quality === 'audio') return [];
  const flowing = layers.filter((layer) => layer.isActive(now));
  const limit = HEIGHTS[quality] * 1.1;
  const allowed = flowing.filter((layer) => layer.rank <= maxRank && !(heightOf(layer) > limit));
  return allowed.length > 0 ? allowed : flowing.slice(0, 1);
}

/** What a layer takes, in bit/s: its bitrate varies, so the need follows it up at once and down slowly. 0 while nothing is known. */
export class LayerNeeds<L extends LayerState> {
  readonly #needs = new Map<L, number>();
  #measuredAt = 0;

  measure(layers: readonly L[], now: number): void {
    const kept = (1 - PLAYBACK_LIMITS.needDecay) ** (Math.min(10_000, now - this.#measuredAt) / 1_000);
    this.#measuredAt = now;
    for (const layer of this.#needs.keys()) if (!layers.includes(layer)) this.#needs.delete(layer);
    for (const layer of layers) this.#needs.set(layer, Math.max(layer.bitrate(now), (this.#needs.get(layer) ?? 0) * kept));
  }
  of(layer: L): number {
    return this.#needs.get(layer) ?? 0;
  }
}

/** The largest of these layers (from small to large) that the estimate carries, with a margin; the smallest where none does. */
export function fittingLayer<L extends LayerState>(layers: readonly L[], needs: LayerNeeds<L>, estimate: number, margin: number): L | null {
  let fitting = layers[0] ?? null;
  for (const layer of layers) {
    const need = needs.of(layer);
    if (need > 0 && need * margin <= estimate) fitting = layer;
  }
  return fitting;
}
