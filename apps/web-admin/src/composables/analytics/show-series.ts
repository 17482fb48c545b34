import type { Analytics } from '@vitrine/protocol';

export type SeriesName = 'viewers' | 'retention' | 'chat' | 'likes' | 'orders';
/** One value a minute since the start of a show, the quiet minutes as 0. */
export type Series = readonly number[];
type Measured = Pick<Analytics, 'secondsOnAir' | 'minutes' | 'retention'>;

const MINUTE = 60_000;
const minuteOf = (at: string): number => Math.floor(Date.parse(at) / MINUTE);

/** What is drawn of a show that began at `start`. What happened before it or after its end is in its totals only. */
export function seriesOf(analytics: Measured, start: string, name: SeriesName): Series {
  const values = new Array<number>(Math.max(1, Math.ceil(analytics.secondsOnAir / 60))).fill(0);
  const put = (minute: number, value: number): void => {
    if (minute >= 0 && minute < values.length) values[minute] = value;
  };
  if (name === 'retention') {
    for (const { minute, share } of analytics.retention) put(minute, share);
    return values;
  }
  const first = minuteOf(start);
  if (name === 'likes') return runningLikes(analytics.minutes, first, values.length);
  for (const each of analytics.minutes) {
    const value = name === 'viewers' ? each.viewers : name === 'chat' ? each.chatMessages : each.orders;
    put(minuteOf(each.at) - first, value);
  }
  return values;
}

/** Likes of a single minute can be less than none; what has come together by then cannot. */
function runningLikes(minutes: Analytics['minutes'], first: number, length: number): Series {
  const given = new Array<number>(length).fill(0);
  for (const { at, likes } of minutes) {
    const minute = Math.min(length - 1, Math.max(0, minuteOf(at) - first));
    given[minute] = (given[minute] ?? 0) + likes;
  }
  let sum = 0;
  return given.map((likes) => {
    sum += likes;
    return Math.max(0, sum);
  });
}

/** A series of at most `most` values, each the average of as many minutes as share it. */
export function thinned(series: Series, most: number): { values: Series; minutesEach: number } {
  const minutesEach = Math.max(1, Math.ceil(series.length / most));
  if (minutesEach === 1) return { values: series, minutesEach };
  const values: number[] = [];
  for (let at = 0; at < series.length; at += minutesEach) {
    const part = series.slice(at, at + minutesEach);
    values.push(part.reduce((sum, value) => sum + value, 0) / part.length);
  }
  return { values, minutesEach };
}

/** The minute with the most; the first of several. */
export function peakOf(series: Series): { minute: number; value: number } {
  const value = Math.max(0, ...series);
  return { minute: Math.max(0, series.indexOf(value)), value };
}

const ROUND = [1, 2, 5];
const MOST_LINES = 4;
/** Round values for an axis that reaches `highest`, from the lowest line above 0. `least` is the finest step that means something. */
export function axisLines(highest: number, least: number): number[] {
  let step = least;
  for (let size = least; highest / step > MOST_LINES; size *= 10) {
    const fitting = ROUND.map((part) => part * size).find((one) => highest / one <= MOST_LINES);
    step = fitting ?? size * 10;
  }
  const lines: number[] = [];
  for (let line = step; line <= highest * 1.0001; line += step) lines.push(line);
  return lines.length > 0 ? lines : [step];
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480];
/** Every how many minutes the time is written below a chart, so that the words do not touch. */
export function timeStep(minutes: number, width: number, between: number): number {
  const fitting = STEPS.find((step) => (step / Math.max(1, minutes)) * width >= between);
  return fitting ?? STEPS[STEPS.length - 1] ?? 480;
}
