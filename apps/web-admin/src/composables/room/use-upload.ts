import { type Ref, shallowRef, watch } from 'vue';
import { linePath } from '../page/line-path.ts';
import type { CurveBox } from './live-curve.ts';
import { hostOf, type MeasuredSource } from './stream-health.ts';

/** What left for the server, in bit/s, at a time in ms. */
export interface UploadReading {
  at: number;
  bitrate: number;
}
/** How far back it is remembered. */
const WINDOW = 2 * 60_000;
/** Readings come every few seconds. After a longer silence the line begins anew. */
const SILENCE = 15_000;

/**
 * The upload of the last two minutes, oldest first: what this window measures of itself while it sends, else what the server sees arrive. The
 * first readings of a connection that are 0 tell nothing yet, and are left out.
 */
export function useUpload({ snapshot, broadcast }: MeasuredSource, clock: () => number): Readonly<Ref<readonly UploadReading[]>> {
  const readings = shallowRef<readonly UploadReading[]>([]);
  watch(
    // Each reading is an object of its own, also when it says what the one before said. By getters: of a shallow ref each look would count.
    [() => broadcast.stats.value, () => snapshot.value.videoHealth] as const,
    ([stats, health], [statsBefore, healthBefore]) => {
      // While this window measures, what the server tells is a second reading of the same.
      const heard = stats === null ? health !== healthBefore && hostOf(health) : stats !== statsBefore && stats;
      const bitrate = heard ? heard.bitrate : undefined;
      if (bitrate === undefined || (bitrate === 0 && readings.value.length === 0)) return;
      const at = clock();
      readings.value = [...readings.value.filter((reading) => at - reading.at <= WINDOW), { at, bitrate }];
    },
    { immediate: true },
  );
  return readings;
}

export interface UploadCurve {
  /** An SVG path in the box, from two minutes ago on the left to the last reading on the right. */
  line: string;
  /** In bit/s. */
  least: number;
  most: number;
  /** From the first reading to the last. */
  seconds: number;
}
/** null while there is no line to draw. It stands on zero, so that half as much looks like half. */
export function uploadCurve(readings: readonly UploadReading[], { width, height }: CurveBox): UploadCurve | null {
  const [first] = readings;
  const last = readings.at(-1);
  if (!first || !last || first === last) return null;
  const bitrates = readings.map(({ bitrate }) => bitrate);
  const most = Math.max(...bitrates);
  const x = (at: number): number => width - ((last.at - at) / WINDOW) * width;
  const y = (bitrate: number): number => height - (bitrate / Math.max(1, most)) * height;
  const stretches: UploadReading[][] = [];
  for (const [place, reading] of readings.entries()) {
    const before = readings[place - 1];
    if (before && reading.at - before.at <= SILENCE) stretches.at(-1)?.push(reading);
    else stretches.push([reading]);
  }
  const line = stretches.map((stretch) => linePath(stretch.map(({ at, bitrate }) => [x(at), y(bitrate)]))).join('');
  return { line, least: Math.min(...bitrates), most, seconds: Math.round((last.at - first.at) / 1_000) };
}
