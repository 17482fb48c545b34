import type { PlaybackQuality } from '@vitrine/protocol';
import { allowedLayers, fittingLayer, LayerNeeds, type LayerState } from './layer-choice.ts';
import { PLAYBACK_LIMITS } from './limits.ts';
import type { Link } from './link.ts';

/** What the whole of a viewer's sessions leaves this one. */
export interface Share {
  maxRank: number;
  /** Whether this session may look for a higher rate now: sessions over one connection take turns. */
  maySeek: boolean;
}
export const WHOLE_SHARE: Share = { maxRank: Number.POSITIVE_INFINITY, maySeek: true };

/**
 * Decides which layer of a picture a viewer is sent. Down only when the connection is congested, the layer stopped, or less was chosen; up
 * only when so much is proven to get through, and to nothing but sound when not even the smallest layer does. Times in ms.
 */
export class Adaptation<L extends LayerState> {
  readonly #link: Link;
  readonly #layers: () => readonly L[];
  readonly #needs = new LayerNeeds<L>();
  #quality: PlaybackQuality = 'auto';
  #share = WHOLE_SHARE;
  #target: L | null = null;
  /** The last layer's, for a publisher whose own are not known yet. */
  #rank: number | null = null;
  #isUrgent = false;
  #isSoundOnly = false;
  #steppedUpAt: number | null = null;
  #hopelessSince: number | null = null;
  #congestedAt = Number.NEGATIVE_INFINITY;
  #decidedAt = Number.NEGATIVE_INFINITY;

  constructor(link: Link, layers: () => readonly L[]) {
    this.#link = link;
    this.#layers = layers;
  }

  /** null: sound alone, or there is no picture. */
  get target(): L | null {
    return this.#target;
  }
  /** The layer before the target does more harm than none, for the connection can't carry it. */
  get isUrgent(): boolean {
    return this.#isUrgent;
  }
  /** The connection carries no picture. */
  get isSoundOnly(): boolean {
    return this.#isSoundOnly;
  }
  /** More is wanted than is sent. */
  get wantsMore(): boolean {
    return this.#isSoundOnly || (this.#target?.rank ?? 0) < (this.#wanted(this.#decidedAt)?.rank ?? 0);
  }

  choose(quality: PlaybackQuality, now: number): void {
    this.#quality = quality;
    this.#decide(now);
  }
  limit(share: Share): void {
    this.#share = share;
  }

  /** At each tick. */
  tick(now: number): void {
    const isWaiting = this.#target === null && !this.#isSoundOnly;
    if (isWaiting || now - this.#decidedAt >= PLAYBACK_LIMITS.decisionInterval) this.#decide(now);
    this.#link.seek(this.#goal(now), now);
  }

  #decide(now: number): void {
    this.#decidedAt = now;
    const layers = this.#layers();
    this.#needs.measure(layers, now);
    const allowed = allowedLayers(layers, this.#quality, this.#share.maxRank, now);
    const congested = this.#link.takeCongestion();
    if (congested) this.#congestedAt = now;
    this.#judgeStepUp(congested, now);
    if (this.#quality === 'audio') this.#aim(null, false);
    else if (allowed.length === 0) this.#target = this.#target && layers.includes(this.#target) ? this.#target : null;
    else if (this.#isSoundOnly) this.#bringPictureBack(allowed, now);
    else if (this.#target === null || !allowed.includes(this.#target)) this.#aim(this.#begin(allowed), false);
    else if (congested) this.#stepDown(allowed, this.#target, now);
    else this.#stepUp(allowed, this.#target, now);
  }

  /** Of a publisher that has only just begun, no bitrates are known: then the rank from before tells. */
  #begin(allowed: readonly L[]): L | null {
    const isKnown = allowed.some((layer) => this.#needs.of(layer) > 0);
    if (isKnown || this.#rank === null) return fittingLayer(allowed, this.#needs, this.#link.estimate, 1);
    const rank = this.#rank;
    return allowed.filter((layer) => layer.rank <= rank).at(-1) ?? allowed[0] ?? null;
  }

  #stepDown(allowed: readonly L[], target: L, now: number): void {
    if (this.#link.estimate >= this.#needs.of(target)) return;
    const fitting = fittingLayer(allowed, this.#needs, this.#link.estimate, 1);
    if (fitting && fitting.rank < target.rank) {
      this.#hopelessSince = null;
      this.#aim(fitting, true);
      return;
    }
    this.#hopelessSince ??= now;
    if (now - this.#hopelessSince < PLAYBACK_LIMITS.hopelessAfter) return;
    this.#isSoundOnly = true;
    this.#hopelessSince = null;
    this.#link.onMistake(now);
    this.#aim(null, true);
  }

  #stepUp(allowed: readonly L[], target: L, now: number): void {
    if (now - this.#congestedAt > PLAYBACK_LIMITS.hopelessAfter) this.#hopelessSince = null;
    if (this.#link.isSeeking) return;
    const fitting = fittingLayer(allowed, this.#needs, this.#link.estimate, PLAYBACK_LIMITS.upwardMargin);
    if (!fitting || fitting.rank <= target.rank) return;
    this.#steppedUpAt = now;
    this.#aim(fitting, false);
  }

  #bringPictureBack(allowed: readonly L[], now: number): void {
    const [smallest] = allowed;
    if (!smallest || this.#link.isSeeking || this.#needs.of(smallest) * PLAYBACK_LIMITS.upwardMargin > this.#link.estimate) return;
    this.#isSoundOnly = false;
    this.#steppedUpAt = now;
    this.#aim(fittingLayer(allowed, this.#needs, this.#link.estimate, PLAYBACK_LIMITS.upwardMargin), false);
  }

  #judgeStepUp(congested: boolean, now: number): void {
    if (this.#steppedUpAt === null) return;
    if (congested) this.#link.onMistake(now);
    else if (now - this.#steppedUpAt > PLAYBACK_LIMITS.upwardTrial) this.#link.onSuccess();
    else return;
    this.#steppedUpAt = null;
  }

  #aim(target: L | null, isUrgent: boolean): void {
    this.#target = target;
    this.#isUrgent = isUrgent;
    if (target) this.#rank = target.rank;
  }

  #wanted(now: number): L | null {
    return allowedLayers(this.#layers(), this.#quality, this.#share.maxRank, now).at(-1) ?? null;
  }
  /** What has to be proven before more can be sent. */
  #goal(now: number): number | null {
    if (!this.#share.maySeek) return null;
    const wanted = this.#wanted(now);
    if (!wanted || (!this.#isSoundOnly && wanted.rank <= (this.#target?.rank ?? 0))) return null;
    const need = this.#needs.of(wanted);
    return need === 0 ? null : need * PLAYBACK_LIMITS.probeMargin;
  }
}
