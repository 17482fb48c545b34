import type { Analytics } from '@vitrine/protocol';
import { minutesOf } from '../analytics/pin-rows.ts';
import { axisLines, seriesOf } from '../analytics/show-series.ts';
import { linePath } from '../page/line-path.ts';

export interface CurveBox {
  width: number;
  height: number;
}
export interface CurvePin {
  /** Of all pins of the show. */
  place: number;
  productId: string;
  title: string;
  x: number;
  width: number;
  /** It is on screen now. */
  isOn: boolean;
  /** There is room for its picture beside the ones before. */
  isPictured: boolean;
}
export interface LiveCurve {
  /** SVG paths, in the box. */
  line: string;
  area: string;
  /** Where the show is now. */
  end: { x: number; y: number };
  lines: { value: number; y: number }[];
  pins: CurvePin[];
  minutes: number;
  most: number;
}
type Measured = Pick<Analytics, 'secondsOnAir' | 'minutes' | 'retention' | 'pins'>;

/** What a pin's picture takes, in pixels. */
const PICTURE_ROOM = 26;
/** Above the highest value, for the dot of now. */
const AIR = 6;

/** How many watch a show since its `start`, minute by minute up to the `viewers` of now (null: it is over), and what was on screen meanwhile. */
export function liveCurve(analytics: Measured, start: string, viewers: number | null, { width, height }: CurveBox): LiveCurve {
  const values = [...seriesOf(analytics, start, 'viewers')];
  if (viewers !== null) values[values.length - 1] = viewers;
  const last = values.at(-1) ?? 0;
  const most = Math.max(...values);
  const axis = axisLines(Math.max(1, most), 1).slice(-2);
  const top = Math.max(most, axis.at(-1) ?? 1);
  const x = (minute: number): number => (minute / Math.max(1, values.length - 1)) * width;
  const y = (value: number): number => height - (value / top) * (height - AIR);
  // A show of a minute is a level line.
  const points = (values.length === 1 ? [last, last] : values).map((value, minute) => [x(minute), y(value)] as const);
  const line = linePath(points);
  let free = 0;
  const pins = analytics.pins.map((pin, place) => {
    const { from, to } = minutesOf(pin, start, values.length);
    const share = (minute: number): number => (minute / values.length) * width;
    const left = share(from);
    const isOn = pin.to === null;
    const isPictured = left >= free && left <= width - PICTURE_ROOM + 4;
    if (isPictured) free = left + PICTURE_ROOM;
    const right = isOn ? width : share(to);
    return { place, productId: pin.productId, title: pin.title, x: left, width: Math.max(2, right - left - 1), isOn, isPictured };
  });
  return {
    line,
    area: `${line}V${height}H0Z`,
    end: { x: width, y: y(last) },
    lines: axis.map((value) => ({ value, y: y(value) })),
    pins,
    minutes: values.length,
    most,
  };
}
