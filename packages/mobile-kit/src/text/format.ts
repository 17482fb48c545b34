import { formatMoney as money } from '@vitrine/client';
import { ERRORS, type ErrorCode } from '@vitrine/protocol/codes';
import { kitText } from './index.ts';
import { locale } from './language.ts';

export { formatClock, formatLength } from '@vitrine/client';

/** Minor units as money: `€48`, `18,50 €`; with `exact`, the cents also where they are none. */
export const formatMoney = (minor: number, currency: string, exact = false): string => money(minor, currency, exact, locale);

const count = new Intl.NumberFormat(locale);
/** `1,284`. */
export const formatCount = (value: number): string => count.format(value);
const dayAndTime = new Intl.DateTimeFormat(locale, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
});
/** `Thu 27 Nov, 19:30`. */
export const formatDayAndTime = (iso: string): string => dayAndTime.format(new Date(iso));

const time = new Intl.DateTimeFormat(locale, { weekday: 'short', hour: 'numeric', minute: '2-digit' });
/** `Thu 19:30`. */
export const formatTime = (iso: string): string => time.format(new Date(iso)).replace(',', '');
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
/** `27 Nov`. */
export const formatDay = (iso: string): string => day.format(new Date(iso));

/** The server's stable code of what was refused; undefined when no answer came. */
export function codeOf(problem: unknown): ErrorCode | undefined {
  if (typeof problem !== 'object' || problem === null || !('code' in problem)) return undefined;
  const { code } = problem;
  return typeof code === 'string' && Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : undefined;
}
/** What to tell a person about it: our words for what we know, the server's sentence for the rest. */
export function sayProblem(problem: unknown): string {
  const code = codeOf(problem);
  if (code === undefined) return kitText.problem.unreachable;
  const words: Partial<Record<ErrorCode, string>> = kitText.problem.codes;
  return words[code] ?? (problem instanceof Error && problem.message ? problem.message : kitText.problem.unknown);
}
