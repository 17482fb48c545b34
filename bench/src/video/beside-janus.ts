import { setTimeout as wait } from 'node:timers/promises';
import { type BenchOptions, type Result, scaled } from '../bench.ts';
import { alternate, type Figure, type Measured, OURS, summarise } from '../measure/rounds.ts';
import { median, quantile } from '../measure/statistics.ts';
import { SERVER_SETTINGS } from '../sides/vitrine.ts';
import { assertServed, BITRATE, VideoLoads } from './video-loads.ts';
import type { VideoSide } from './video-side.ts';

const AUDIENCES = [25, 50, 100];
const CROWDS = 2;
const ROUNDS = 3;
const SETTLE_MS = 1_500;
const MEASURED_MS = 5_000;
/** Single joins of one side in one round, beside all its viewers. */
const SINGLE_JOINS = 5;
const FIRST_PICTURE_MS = 300;

interface Measurable {
  side: VideoSide;
  loads: VideoLoads;
  /** Of the rounds that count: how long single viewers waited, in ms. */
  firstPictures: number[][];
}

/** What a viewer costs, and how long one that joins beside so many others waits for its first picture: ours and Janus' in turn. */
export async function besideJanus(sides: readonly VideoSide[], options: BenchOptions): Promise<Result[]> {
  const measurables: Measurable[] = [];
  const results: Result[] = [];
  try {
    for (const side of sides) {
      const loads = new VideoLoads(side, CROWDS);
      measurables.push({ side, loads, firstPictures: [] });
      // It stays over all rounds: what a publisher alone costs is part of what its viewers cost.
      await loads.publish();
    }
    for (const audience of AUDIENCES) results.push(...(await compare(measurables, scaled(audience, options), options)));
    return results;
  } finally {
    await Promise.all(measurables.map(({ loads }) => loads[Symbol.asyncDispose]()));
  }
}

async function compare(measurables: readonly Measurable[], viewers: number, options: BenchOptions): Promise<Result[]> {
  for (const measurable of measurables) measurable.firstPictures = [];
  const sides = measurables.map((measurable) => [measurable.side.name, () => onePart(measurable, viewers)] as const);
  const measured = await alternate(Object.fromEntries(sides), ROUNDS, `% of a core, ${viewers} viewers`, options);
  const settings = {
    ...SERVER_SETTINGS,
    viewers,
    stream: `VP8 1280x720, 30 pictures a second, ${BITRATE / 1e6} Mbit/s, Opus`,
    measured: `${MEASURED_MS / 1000} s a round`,
    ...Object.fromEntries(measurables.filter(({ side }) => side.name !== OURS).map(({ side }) => [side.name, side.version])),
  };
  const cost = summarise(measured);
  const janus = cost.ratio.janus;
  const first = summarise(firstPictures(measurables, measured));
  return [
    {
      name: 'video',
      what: `CPU of one of ${viewers} viewers`,
      unit: '% of a core',
      ...cost,
      settings,
      targets: [{ what: 'below Janus', met: janus === undefined ? null : janus < 1 }],
    },
    {
      name: 'video',
      what: `first picture of one that joins ${viewers} others, from asking until the first keyframe is there`,
      unit: 'ms, p50',
      ...first,
      settings,
      targets: [{ what: `p50 under ${FIRST_PICTURE_MS} ms`, met: first.ours < FIRST_PICTURE_MS }],
    },
  ];
}

async function onePart(measurable: Measurable, viewers: number): Promise<Figure> {
  const { side, loads } = measurable;
  try {
    const { refused } = await loads.grow(viewers);
    if (refused > 0) throw new Error(`${side.name} turned ${refused} of ${viewers} viewers away`);
    await wait(SETTLE_MS);
    const stretch = await loads.measure(MEASURED_MS);
    assertServed(stretch);
    measurable.firstPictures.push(await loads.firstPictures(SINGLE_JOINS));
    return {
      figure: (stretch.core / stretch.viewers) * 100,
      also: {
        [`${side.name} got by each viewer, Mbit/s`]: stretch.bitrate / 1e6,
        [`${side.name} got by the worst served, %`]: stretch.share * 100,
        [`${side.name} pictures under way p95, ms`]: stretch.delay.quantile(0.95),
      },
    };
  } finally {
    await loads.leave();
  }
}

/** The same rounds, looked at for first pictures. */
function firstPictures(measurables: readonly Measurable[], { rounds, voided }: Measured): Measured {
  return {
    rounds: rounds.map((_, round) =>
      Object.fromEntries(measurables.map(({ side, firstPictures }) => [side.name, median(firstPictures[round] ?? [])])),
    ),
    voided,
    also: Object.fromEntries(
      measurables.map(({ side, firstPictures }) => [`${side.name} p95, ms`, [quantile(firstPictures.flat(), 0.95)]]),
    ),
  };
}
