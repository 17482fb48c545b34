import { Adaptation } from '../../../src/adapters/video/sfu/playback/adaptation.ts';
import type { LayerState } from '../../../src/adapters/video/sfu/playback/layer-choice.ts';
import { ProbedLink } from '../../../src/adapters/video/sfu/playback/probed-link.ts';
import { TransportFeedback } from '../../../src/adapters/video/sfu/rtp/twcc.ts';
import { type LinkState, SimulatedLink, seededRandom } from './simulated-link.ts';

/** A simulcast encoding that exists only as a bitrate. */
export interface SimulatedLayer extends LayerState {
  readonly rate: number;
  active: boolean;
}
const layer = (rank: number, height: number, rate: number): SimulatedLayer => {
  const made: SimulatedLayer = {
    rank,
    rate,
    active: true,
    size: { width: (height * 16) / 9, height },
    isActive: () => made.active,
    bitrate: () => made.rate,
  };
  return made;
};
/** About what a browser makes of 720p in three encodings. */
export const threeLayers = (): SimulatedLayer[] => [layer(0, 180, 150_000), layer(1, 360, 500_000), layer(2, 720, 1_700_000)];
export const oneLayer = (): SimulatedLayer[] => [layer(0, 720, 1_700_000)];

const TICK = 25;
const FRAME = 33;
const FEEDBACK = 100;
/** From asking for a keyframe until it comes. */
const KEYFRAME_AFTER = 80;
const KEYFRAME_SIZE = 5;
const PACKET = 1_200;

interface Packet {
  number: number;
  isMedia: boolean;
}

/** A viewer who is sent one of several layers over a simulated link, by the real estimator, prober and adaptation. Time is counted, not waited for. */
export class SimulatedViewing {
  readonly layers: SimulatedLayer[];
  readonly adaptation: Adaptation<SimulatedLayer>;
  readonly probed: ProbedLink;
  readonly link: SimulatedLink<Packet>;
  /** Every layer that was sent, with when it began; null: none. */
  readonly sent: { at: number; rank: number | null }[] = [];
  /** The longest time without a packet of the picture arriving, since this was set to 0. */
  longestGap = 0;
  paddingBytes = 0;
  now = 0;
  readonly #random: () => number;
  readonly #feedback = new TransportFeedback(1);
  readonly #back: { at: number; message: Buffer }[] = [];
  readonly #pending: { at: number; bytes: number }[] = [];
  #sending: SimulatedLayer | null = null;
  #switchAt: number | null = null;
  #heardAt = 0;

  constructor(state: LinkState, { layers = threeLayers(), seed = 1 }: { layers?: SimulatedLayer[]; seed?: number } = {}) {
    this.layers = layers;
    this.#random = seededRandom(seed);
    this.link = new SimulatedLink(state, this.#random);
    this.probed = new ProbedLink({
      sendPadding: (bytes) => {
        let sent = 0;
        for (; sent < bytes; sent += PACKET) this.#send(PACKET, false);
        this.paddingBytes += sent;
        return sent;
      },
      roundTrip: () => 2 * this.link.state.delay,
    });
    this.adaptation = new Adaptation(this.probed, () => this.layers);
  }

  get rank(): number | null {
    return this.#sending?.rank ?? null;
  }

  run(milliseconds: number): void {
    for (const end = this.now + milliseconds; this.now < end; ) this.#step();
  }
  /** Runs until this layer is sent; gives how long that took, or null when it is not within the time. */
  until(rank: number | null, within: number): number | null {
    const start = this.now;
    while (this.now - start < within) {
      if (this.rank === rank) return this.now - start;
      this.#step();
    }
    return null;
  }

  #step(): void {
    const now = ++this.now;
    if (now % TICK === 0) {
      this.adaptation.tick(now);
      this.#follow(now);
    }
    if (now % FRAME === 0 && this.#sending?.active) this.#produce(this.#sending, 1, now);
    while ((this.#pending[0]?.at ?? Number.POSITIVE_INFINITY) <= now) this.#send(this.#pending.shift()?.bytes ?? 0, true);
    for (const { number, isMedia } of this.link.advance(now)) {
      this.#feedback.record(number, now);
      if (isMedia) this.#heardAt = now;
    }
    this.longestGap = Math.max(this.longestGap, now - this.#heardAt);
    if (now % FEEDBACK === 0)
      for (let message = this.#feedback.take(1); message; message = this.#feedback.take(1))
        this.#back.push({ at: now + this.link.state.delay, message });
    while ((this.#back[0]?.at ?? Number.POSITIVE_INFINITY) <= now)
      this.probed.onFeedback(this.#back.shift()?.message ?? Buffer.alloc(0), now);
  }

  /** As the viewer's session does: goes on with the old layer until the new one has a keyframe, but not when the link is choked. */
  #follow(now: number): void {
    const { target, isUrgent } = this.adaptation;
    if (target === this.#sending) {
      this.#switchAt = null;
      return;
    }
    if (target === null || isUrgent) this.#stop(now);
    if (target === null) return;
    this.#switchAt ??= now + KEYFRAME_AFTER;
    if (now < this.#switchAt) return;
    this.#switchAt = null;
    this.#sending = target;
    this.sent.push({ at: now, rank: target.rank });
    this.#produce(target, KEYFRAME_SIZE, now);
  }
  #stop(now: number): void {
    if (!this.#sending) return;
    this.#sending = null;
    this.#pending.length = 0;
    this.sent.push({ at: now, rank: null });
  }

  /** A frame of about the layer's bitrate, paced as browsers do. */
  #produce({ rate }: SimulatedLayer, size: number, now: number): void {
    const bytes = (rate / 8_000) * FRAME * size * (0.7 + 0.6 * this.#random());
    const packets = Math.max(1, Math.ceil(bytes / PACKET));
    for (let index = 0; index < packets; index++)
      this.#pending.push({ at: now + Math.floor((index * 20 * Math.min(2, size)) / packets), bytes: Math.round(bytes / packets) });
    this.#pending.sort((a, b) => a.at - b.at);
  }
  #send(bytes: number, isMedia: boolean): void {
    this.link.send(bytes, { number: this.probed.onSent(bytes, this.now), isMedia });
  }
}
