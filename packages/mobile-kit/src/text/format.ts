import { formatMoney } from '@vitrine/client';
import { ERRORS, type ErrorCode } from '@vitrine/protocol/codes';
import { kitText } from './en.ts';

export { formatMoney };

const count = new Intl.NumberFormat();
/** `1,284`. */
export const formatCount = (value: number): string => count.format(value);
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
});
/** `Thu 27 Nov, 19:30`. */
export const formatDayAndTime = (iso: string): string => dayAndTime.format(new Date(iso));

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
/** `27 Nov`. */
export const formatDay = (iso: string): string => day.format(new Date(iso));

const two = (value: number): string => String(value).padStart(2, '0');
/** A clock from seconds: `58:12`, `1:12:40`. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
/** A length as people say it, from seconds: `1 h 08 min`, `46 min`, `40 s`. */
export function formatLength(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours} h ${two(minutes)} min` : `${minutes} min`;
}

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
