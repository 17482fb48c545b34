import { setTimeout as wait } from 'node:timers/promises';
import { type BenchOptions, type Result, scaled } from '../bench.ts';
import { SERVER_SETTINGS } from '../sides/vitrine.ts';
import { BITRATE, type Stretch, VideoLoads, WHOLE } from './video-loads.ts';
import type { VideoSide } from './video-side.ts';

const CROWDS = 2;
const FIRST = 75;
const STEP = 25;
const MOST = 300;
const SETTLE_MS = 1_000;
const MEASURED_MS = 3_000;
/** Pictures that are under way for longer wait in the server: it is at its limit, though it loses nothing yet. */
const LATE_MS = 150;

/** More and more viewers, until the server turns them away, its pictures come late, or some are missing. */
export async function capacity(side: VideoSide, options: BenchOptions): Promise<Result> {
  const loads = new VideoLoads(side, CROWDS);
  let best: Stretch | null = null;
  let ended = `more than ${MOST} were not tried`;
  try {
    await loads.publish();
    for (let viewers = scaled(FIRST, options); viewers <= MOST; viewers += STEP) {
      const { refused } = await loads.grow(viewers);
      await wait(SETTLE_MS);
      const stretch = await loads.measure(MEASURED_MS);
      const late = stretch.delay.quantile(0.95);
      options.say(`${stretch.viewers} viewers: ${percent(stretch.core)} of a core, p95 ${late} ms, ${percent(stretch.share)} got`);
      if (stretch.share < WHOLE) ended = 'pictures were missing';
      else if (late > LATE_MS) ended = `pictures were late (p95 ${late} ms)`;
      else best = stretch;
      if (best === stretch && refused === 0) continue;
      if (best === stretch) ended = 'the server turned more away';
      break;
    }
    const viewers = best?.viewers ?? 0;
    return {
      name: 'video',
      what: 'viewers that one media process serves',
      unit: 'viewers',
      ...{ rounds: [{ vitrine: viewers }], ours: viewers, peers: {}, ratio: {}, voided: 0 },
      also: { 'cores used': best?.core ?? Number.NaN, 'viewers a core': viewers / (best?.core ?? Number.NaN), 'ended because': ended },
      settings: { ...SERVER_SETTINGS, stream: `${BITRATE / 1e6} Mbit/s`, late: `p95 above ${LATE_MS} ms` },
      targets: [],
    };
  } finally {
    await loads[Symbol.asyncDispose]();
  }
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
