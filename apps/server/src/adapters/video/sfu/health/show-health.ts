import { type AudienceHealth, HOST_SEAT, type LayerHealth, type PublisherHealth, type VideoHealth } from '@vitrine/protocol';
import type { PublisherFigures, ViewerFigures } from './figures.ts';
import { TroubleWatch } from './trouble.ts';

/** What health reads of a show. Times are monotonic ms. */
export interface MeasuredShow {
  seats: Iterable<MeasuredSeat>;
}
export interface MeasuredSeat {
  name: string;
  /** Whether media of its publisher flows. */
  isUp: boolean;
  publisher: MeasuredPublisher | null;
  viewers: Iterable<MeasuredViewer>;
}
export interface MeasuredPublisher {
  layers: readonly MeasuredLayer[];
  figures(now: number): PublisherFigures;
}
export interface MeasuredLayer {
  rid: string | null;
  size: { width: number; height: number } | null;
  bitrate(now: number): number;
  framesPerSecond(now: number): number;
  isActive(now: number): boolean;
}
export interface MeasuredViewer {
  figures(now: number): ViewerFigures;
}

/** How one show's video is. It remembers what is usual for each publisher. */
export class ShowHealth {
  readonly #troubles = new Map<string, { publisher: MeasuredPublisher; watch: TroubleWatch }>();

  read(show: MeasuredShow, now: number): VideoHealth {
    const publishers: PublisherHealth[] = [];
    const present = new Set<string>();
    for (const seat of show.seats) {
      if (!seat.publisher) continue;
      present.add(seat.name);
      publishers.push(this.#publisherHealth(seat, seat.publisher, now));
    }
    for (const seat of this.#troubles.keys()) if (!present.has(seat)) this.#troubles.delete(seat);
    publishers.sort((one, other) => Number(other.seat === HOST_SEAT) - Number(one.seat === HOST_SEAT));
    return { provider: 'sfu', publishers, audience: audienceHealth(show, now) };
  }

  #publisherHealth({ name, isUp }: MeasuredSeat, publisher: MeasuredPublisher, now: number): PublisherHealth {
    const figures = publisher.figures(now);
    const layers = publisher.layers.map((layer) => layerHealth(layer, now));
    return {
      seat: name,
      up: isUp,
      videoCodec: figures.videoCodec,
      audioCodec: figures.audioCodec,
      layers,
      bitrate: figures.bitrate,
      loss: figures.loss,
      roundTrip: figures.roundTrip,
      jitter: figures.jitter,
      trouble: this.#watch(name, publisher).read({ ...figures, layers, at: now }),
    };
  }
  #watch(seat: string, publisher: MeasuredPublisher): TroubleWatch {
    const known = this.#troubles.get(seat);
    // Another publisher, another network.
    if (known?.publisher === publisher) return known.watch;
    const watch = new TroubleWatch();
    this.#troubles.set(seat, { publisher, watch });
    return watch;
  }
}

function layerHealth(layer: MeasuredLayer, now: number): LayerHealth {
  const { width, height } = layer.size ?? { width: 0, height: 0 };
  return {
    rid: layer.rid,
    width,
    height,
    bitrate: layer.bitrate(now),
    framesPerSecond: layer.framesPerSecond(now),
    active: layer.isActive(now),
  };
}

/** Those who watch the host are the audience; what is sent to them of the guests costs bytes, but makes no more viewers. */
function audienceHealth({ seats }: MeasuredShow, now: number): AudienceHealth {
  const heights = new Map<number, number>();
  const losses: number[] = [];
  const roundTrips: number[] = [];
  let [viewers, bitrate] = [0, 0];
  for (const seat of seats)
    for (const viewer of seat.viewers) {
      const figures = viewer.figures(now);
      bitrate += figures.bitrate;
      if (seat.name !== HOST_SEAT) continue;
      viewers++;
      if (figures.paused) continue;
      const height = figures.isAudioOnly ? 0 : figures.height;
      // One who has just come is sent no picture yet: that is not to hear only.
      if (height > 0 || figures.isAudioOnly) heights.set(height, (heights.get(height) ?? 0) + 1);
      losses.push(figures.loss);
      if (figures.roundTrip !== null) roundTrips.push(figures.roundTrip);
    }
  return {
    viewers,
    heights: [...heights].map(([height, count]) => ({ height, viewers: count })).sort((one, other) => other.height - one.height),
    bitrate,
    loss: spread(losses) ?? { p50: 0, p95: 0 },
    roundTrip: spread(roundTrips),
    // Their players tell.
    freezes: { reports: 0, frozen: 0, milliseconds: 0 },
  };
}

/** By nearest rank; null of nothing. */
function spread(values: number[]): { p50: number; p95: number } | null {
  if (values.length === 0) return null;
  values.sort((one, other) => one - other);
  const rank = (share: number): number => values[Math.max(0, Math.ceil(values.length * share) - 1)] ?? 0;
  return { p50: rank(0.5), p95: rank(0.95) };
}
