import type { Analytics } from '@vitrine/protocol';
import type { MinuteCount, ProductMarks, SampleRecord, SoldLine, ViewerTotals } from '../../ports/storage.ts';
import { type AirTime, type PinPeriod, salesWithin } from './pin-periods.ts';
import { totalOf } from './timeline-tallies.ts';

export const MINUTE = 60_000;

/** A pin period with what was read for it. */
export interface PinReading extends PinPeriod {
  viewers: number;
  clicks: number;
  /** Sales count until then. */
  until: number;
}
/** All that is read of a show to make its figures. */
export interface ShowReadings {
  streamId: string;
  now: number;
  airTime: AirTime;
  viewersNow: number;
  peakViewers: number;
  totals: ViewerTotals;
  /** Distinct viewers of each minute since 1970, rising. */
  present: { minute: number; viewers: number }[];
  samples: SampleRecord[];
  likes: number;
  counts: MinuteCount[];
  marks: ProductMarks[];
  marked: { saw: number; clicked: number };
  sold: SoldLine[];
  pins: PinReading[];
  titles: ReadonlyMap<string, string>;
  currency: string;
}

/** Readings are not of one instant: a viewer may be in the part and not yet in the whole. */
export const share = (part: number, whole: number): number => (whole <= 0 ? 0 : Math.min(1, Math.max(0, part / whole)));
const tenths = (value: number): number => Math.round(value * 10) / 10;
const minuteOf = (at: number): number => Math.floor(at / MINUTE);
const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

/** The figures of a show. What each is made of stands in formulas.ts, in the same order. */
export function figuresOf(readings: ShowReadings): Analytics {
  const { streamId, totals, counts, marked, samples } = readings;
  const seconds = secondsOnAir(readings.airTime, readings.now);
  const chatMessages = totalOf(counts, 'chat_message');
  const orders = orderFigures(readings.sold);
  const sold = byProduct(readings.sold);
  const impressions = sumOf(readings.marks.map(({ seenBy }) => seenBy));
  return {
    streamId,
    secondsOnAir: seconds,
    viewers: {
      now: readings.viewersNow,
      peak: Math.max(readings.peakViewers, ...samples.map(({ viewersPeak }) => viewersPeak)),
      average: tenths(quotient(sumOf(samples.map(({ viewersSum }) => viewersSum)), sumOf(samples.map((each) => each.samples)))),
      unique: totals.unique,
      averageWatchTime: averageWatchTime(totals, seconds),
    },
    retention: retention(readings),
    likes: readings.likes,
    chatMessages,
    chatRate: chatRate(chatMessages, seconds),
    questions: totalOf(counts, 'question_asked'),
    announcements: totalOf(counts, 'announcement'),
    engagementRate: share(totals.engaged, totals.unique),
    orders: { ...orders, currency: readings.currency, conversion: share(totals.buyers, totals.unique) },
    clicks: {
      impressions,
      clicks: sumOf(readings.marks.map(({ clicks }) => clicks)),
      clickThrough: share(marked.clicked, marked.saw),
    },
    funnel: {
      watched: totals.unique,
      sawProduct: Math.min(marked.saw, totals.unique),
      clicked: Math.min(marked.clicked, totals.unique),
      bought: totals.buyers,
    },
    products: productFigures(readings, sold),
    pins: readings.pins.map((pin) => pinFigures(pin, readings, sold.get(pin.productId) ?? [])),
    minutes: minuteSeries(readings),
  };
}

const quotient = (part: number, whole: number): number => (whole <= 0 ? 0 : part / whole);

export const secondsOnAir = ({ start, end }: AirTime, now: number): number =>
  start === null ? 0 : Math.max(0, Math.round(((end ?? now) - start) / 1000));
/** Who watches on two devices at once does not watch twice as long. */
export const averageWatchTime = ({ watchedSeconds, unique }: ViewerTotals, seconds: number): number =>
  tenths(Math.min(seconds, quotient(watchedSeconds, unique)));
/** A show that has just begun is not ten times as talkative: it counts as one of a minute. */
const chatRate = (messages: number, seconds: number): number => tenths(messages / Math.max(1, seconds / 60));

export function orderFigures(sold: readonly SoldLine[]): { count: number; revenue: number; average: number } {
  const count = new Set(sold.map(({ orderId }) => orderId)).size;
  const revenue = sumOf(sold.map(({ amount }) => amount));
  return { count, revenue, average: Math.round(quotient(revenue, count)) };
}

function retention({ present, airTime, totals, now }: ShowReadings): Analytics['retention'] {
  if (airTime.start === null) return [];
  const first = minuteOf(airTime.start);
  const last = minuteOf(airTime.end ?? now);
  return present
    .filter(({ minute }) => minute >= first && minute <= last)
    .map(({ minute, viewers }) => ({ minute: minute - first, viewers, share: share(viewers, totals.unique) }));
}

function byProduct(lines: readonly SoldLine[]): Map<string, SoldLine[]> {
  const products = new Map<string, SoldLine[]>();
  for (const line of lines) {
    const known = products.get(line.productId);
    if (known) known.push(line);
    else products.set(line.productId, [line]);
  }
  return products;
}

function productFigures({ marks, titles }: ShowReadings, sold: Map<string, SoldLine[]>): Analytics['products'] {
  const marksOf = new Map(marks.map((each) => [each.productId, each]));
  return [...new Set([...marksOf.keys(), ...sold.keys()])]
    .map((productId) => {
      const { seenBy = 0, clickedBy = 0, clicks = 0 } = marksOf.get(productId) ?? {};
      const lines = sold.get(productId) ?? [];
      const { count, revenue } = orderFigures(lines);
      return {
        productId,
        title: titles.get(productId) ?? '',
        impressions: seenBy,
        clicks,
        clickThrough: share(clickedBy, seenBy),
        orders: count,
        units: sumOf(lines.map(({ quantity }) => quantity)),
        revenue,
      };
    })
    .sort((one, other) => other.revenue - one.revenue || other.clicks - one.clicks || one.productId.localeCompare(other.productId));
}

function pinFigures(pin: PinReading, { titles, now }: ShowReadings, lines: SoldLine[]): Analytics['pins'][number] {
  const { productId, from, to, viewers, clicks } = pin;
  return {
    productId,
    title: titles.get(productId) ?? '',
    from: new Date(from).toISOString(),
    to: to === null ? null : new Date(to).toISOString(),
    // Another node's clock may be a little ahead.
    seconds: Math.max(0, Math.round((Math.min(to ?? now, now) - from) / 1000)),
    viewers,
    clicks,
    ...salesWithin(lines, from, pin.until),
  };
}

type MinuteFigures = Omit<Analytics['minutes'][number], 'at'>;

function minuteSeries({ counts, samples, sold, likes, airTime, now }: ShowReadings): Analytics['minutes'] {
  const minutes = new Map<number, MinuteFigures>();
  const at = (minute: number): MinuteFigures => {
    const figures = minutes.get(minute) ?? { viewers: 0, chatMessages: 0, likes: 0, orders: 0, revenue: 0 };
    minutes.set(minute, figures);
    return figures;
  };
  for (const { minute, type, count } of counts) if (type === 'chat_message') at(minute).chatMessages += count;
  let known = 0;
  for (const [index, sample] of samples.entries()) {
    const figures = at(sample.minute);
    figures.viewers = Math.round(quotient(sample.viewersSum, sample.samples));
    // The last minute has what has come since it was sampled, so that the minutes come to the total.
    const upTo = index === samples.length - 1 ? likes : sample.likes;
    figures.likes = upTo - known;
    known = upTo;
  }
  if (samples.length === 0 && likes > 0) at(minuteOf(airTime.end ?? now)).likes = likes;
  const ordered = new Set<string>();
  for (const line of sold) {
    const figures = at(minuteOf(line.at));
    figures.revenue += line.amount;
    if (!ordered.has(line.orderId)) figures.orders += 1;
    ordered.add(line.orderId);
  }
  return [...minutes]
    .sort(([one], [other]) => one - other)
    .map(([minute, figures]) => ({ at: new Date(minute * MINUTE).toISOString(), ...figures }));
}
