import { formatClock, formatCount, formatMoney, locale } from '@vitrine/web-kit';
import { text } from '../../text/en.ts';

/** How a figure is written. Times are seconds, shares go from 0 to 1, money is in minor units. */
export type FigureKind = 'count' | 'rate' | 'share' | 'time' | 'money';

const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
const wholePercent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' });
const points = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' });
const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
/** `7.4 %` of 0.074, as the reader's language writes it. */
export const formatShare = (share: number): string => percent.format(share);

export function formatFigure(kind: FigureKind, value: number, currency: string): string {
  if (kind === 'money') return formatMoney(value, currency);
  if (kind === 'share') return formatShare(value);
  if (kind === 'time') return formatClock(value);
  return kind === 'rate' ? tenths.format(value) : formatCount(value);
}

/** As printed, where Intl gives a hyphen. */
const withMinus = (written: string): string => written.replace('-', '−');

/** How it differs from another show's: a share in points, a time in time, else in percent of the other. Empty where that says nothing. */
export function difference(kind: FigureKind, value: number, other: number): string {
  if (kind === 'share') return text.analytics.points(withMinus(points.format((value - other) * 100)));
  if (kind === 'time') {
    const seconds = Math.round(value - other);
    return seconds === 0 ? '0:00' : `${seconds > 0 ? '+' : '−'}${formatClock(Math.abs(seconds))}`;
  }
  return other > 0 ? withMinus(wholePercent.format(value / other - 1)) : '';
}
