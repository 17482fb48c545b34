import type { LayerHealth, PublisherTrouble } from '@vitrine/protocol';
import type { PublisherFigures } from './figures.ts';

/** How a publisher is at one moment; `at` is monotonic ms. */
export interface PublisherSample extends Pick<PublisherFigures, 'bitrate' | 'loss' | 'roundTrip' | 'silent' | 'hasVideo' | 'hasAudio'> {
  at: number;
  layers: readonly Pick<LayerHealth, 'active' | 'framesPerSecond' | 'bitrate'>[];
}
type Lasting = Extract<PublisherTrouble, 'uplink' | 'frames'>;

/** Nothing for so long is no hiccup, ms. */
const SILENT = 3_000;
/** How long a thing must have been bad before it is told, and good before it is taken back, ms. */
const TOLD_AFTER: Record<Lasting, number> = { uplink: 3_500, frames: 5_500 };
const TAKEN_BACK_AFTER = 6_000;
/** Of the packets, before repair: more than this costs pictures; less than the other is everyday. */
const LOSSY = 0.04;
const CLEAN = 0.02;
/** A way that takes so much longer than usual has filled up. ms. */
const LONG_WAY = 300;
const LONGER_BY = 100;
/** Of the usual: with less than this, and signs of a bad way beside it, the sender has given up on the rest. */
const FAR_LESS = 0.4;
/** Of the usual frames. With fewer than the other in a second it is seen. */
const FAR_FEWER = 0.6;
const SMOOTH = 20;
/** What has been usual is forgotten by half in so long, ms. */
const HALF_LIFE = 120_000;

/** What this publisher usually does, as far as it has been seen: the best of late. */
interface Usual {
  bitrate: number;
  framesPerSecond: number;
  roundTrip: number | null;
  /** Which layers have carried a picture. */
  carried: readonly boolean[];
}

/**
 * What is wrong with what one publisher sends. A lasting trouble is told when it has been there for some seconds and taken back when it has
 * been gone for some: a warning that flickers helps nobody.
 */
export class TroubleWatch {
  #usual: Usual | null = null;
  #usualAt = 0;
  /** Since when it has been bad, or good, without a break. */
  readonly #since: Record<Lasting, { isBad: boolean; at: number }> = { uplink: { isBad: false, at: 0 }, frames: { isBad: false, at: 0 } };
  readonly #told = new Set<Lasting>();

  /** In the order of what helps the host most. */
  read(sample: PublisherSample): PublisherTrouble | null {
    const missing = missingOf(sample);
    if (missing === 'silent' || missing === 'no_picture') {
      // What comes after a break is judged anew.
      this.#forget(sample.at);
      return missing;
    }
    const usual = this.#learn(sample);
    this.#weigh('uplink', sample.at, isShortOfUplink(sample, usual), isClearlyWell(sample, usual));
    const isChoppy = hasFewFrames(sample, usual);
    this.#weigh('frames', sample.at, isChoppy, !isChoppy);
    if (missing) return missing;
    if (this.#told.has('uplink')) return 'uplink';
    return this.#told.has('frames') ? 'frames' : null;
  }

  #weigh(trouble: Lasting, at: number, isBad: boolean, isGood: boolean): void {
    const since = this.#since[trouble];
    const isTold = this.#told.has(trouble);
    // What is neither counts as it was: a warning is kept, and none is begun.
    const now = isBad || (isTold && !isGood);
    if (since.isBad !== now) Object.assign(since, { isBad: now, at });
    if (now && at - since.at >= TOLD_AFTER[trouble]) this.#told.add(trouble);
    if (!now && at - since.at >= TAKEN_BACK_AFTER) this.#told.delete(trouble);
  }

  #learn(sample: PublisherSample): Usual {
    const framesPerSecond = framesOf(sample);
    const before = this.#usual;
    // While something is wrong, what is usual stays what it was before.
    const isQuiet = this.#told.size === 0;
    const fading = before && isQuiet ? 0.5 ** ((sample.at - this.#usualAt) / HALF_LIFE) : 1;
    const roundTrip = sample.roundTrip ?? before?.roundTrip ?? null;
    this.#usualAt = sample.at;
    this.#usual = {
      bitrate: Math.max(sample.bitrate, (before?.bitrate ?? 0) * fading),
      framesPerSecond: Math.max(framesPerSecond, (before?.framesPerSecond ?? 0) * fading),
      roundTrip: roundTrip === null || before?.roundTrip == null ? roundTrip : Math.min(roundTrip, before.roundTrip / fading),
      carried: sample.layers.map((layer, index) => layer.active || (before?.carried[index] ?? false)),
    };
    return this.#usual;
  }
  #forget(at: number): void {
    this.#usual = null;
    this.#told.clear();
    for (const since of Object.values(this.#since)) Object.assign(since, { isBad: false, at });
  }
}

function missingOf({ hasVideo, hasAudio, silent }: PublisherSample): 'silent' | 'no_picture' | 'no_sound' | null {
  const noPicture = hasVideo && silent.video >= SILENT;
  const noSound = hasAudio && silent.audio >= SILENT;
  if ((noPicture || !hasVideo) && (noSound || !hasAudio)) return 'silent';
  if (noPicture) return 'no_picture';
  return noSound ? 'no_sound' : null;
}

function isShortOfUplink(sample: PublisherSample, usual: Usual): boolean {
  if (sample.loss > LOSSY) return true;
  const { roundTrip } = sample;
  const usually = usual.roundTrip ?? 0;
  if (roundTrip !== null && roundTrip > LONG_WAY && roundTrip > 2 * usually + LONGER_BY) return true;
  // Senders stop their upper layers when the way is too narrow for them.
  if (sample.layers.some((layer) => layer.active) && sample.layers.some((layer, index) => !layer.active && usual.carried[index]))
    return true;
  const isStrained = sample.loss > CLEAN / 2 || (roundTrip !== null && roundTrip > 1.5 * usually + LONGER_BY / 2);
  return isStrained && sample.bitrate < FAR_LESS * usual.bitrate;
}
function isClearlyWell(sample: PublisherSample, usual: Usual): boolean {
  const isShort =
    sample.roundTrip !== null && sample.roundTrip > LONG_WAY / 2 && sample.roundTrip > 1.5 * (usual.roundTrip ?? 0) + LONGER_BY;
  return sample.loss < CLEAN && !isShort && !isShortOfUplink(sample, usual);
}
/** A picture that hardly changes needs few frames and few bits: then nothing is wrong. */
function hasFewFrames(sample: PublisherSample, usual: Usual): boolean {
  const frames = framesOf(sample);
  return sample.loss < CLEAN && frames < SMOOTH && frames < FAR_FEWER * usual.framesPerSecond && sample.bitrate >= FAR_LESS * usual.bitrate;
}
/** Of the layer that has most: each shows the same picture. */
const framesOf = ({ layers }: PublisherSample): number => Math.max(0, ...layers.map((layer) => (layer.active ? layer.framesPerSecond : 0)));
