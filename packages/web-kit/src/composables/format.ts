/** How figures, money and times are written, in one place and in the reader's own language. */

import { formatMoney as money } from '@vitrine/client';
import { locale } from '../text/language.ts';

export { formatClock, formatLength } from '@vitrine/client';

/** Minor units as money: `48 €`, `18,50 €`; with `exact`, the cents also where they are none. */
export const formatMoney = (minor: number, currency: string, exact = false): string => money(minor, currency, exact, locale);

const count = new Intl.NumberFormat(locale);
/** `1,284`. */
export const formatCount = (value: number): string => count.format(value);

const day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' });
const longDay = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' });
const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
/** `Thu 27 Nov`. */
export const formatDay = (iso: string): string => day.format(new Date(iso)).replace(',', '');
/** `Thursday 27 November, 19:30`. */
export const formatDayAndTime = (iso: string): string => `${longDay.format(new Date(iso)).replace(',', '')}, ${formatTime(iso)}`;
/** `27 Nov`. */
export const formatShortDay = (iso: string): string => shortDay.format(new Date(iso));
/** `Thu`. */
export const formatWeekday = (iso: string): string => weekday.format(new Date(iso));
/** `19:30`. */
export const formatTime = (iso: string): string => time.format(new Date(iso));
