import type { Livestream } from '@vitrine/protocol';

type Dated = Pick<Livestream, '_id' | 'startTime' | 'scheduledFor'>;
export interface ShowDay<Show> {
  /** Midnight, in the reader's own zone. */
  date: Date;
  shows: Show[];
}
export interface ShowWeek<Show> {
  /** Its Monday. */
  from: Date;
  /** Its Sunday. */
  to: Date;
  /** Weeks from now: 0 is this one, -1 the last. */
  distance: number;
  days: ShowDay<Show>[];
}
const DAYS = 7;
const WEEK = DAYS * 86_400_000;

/** When a show was or will be. */
export const timeOf = ({ startTime, scheduledFor }: Dated): string | null => startTime ?? scheduledFor;

const dayOf = (at: Date): Date => new Date(at.getFullYear(), at.getMonth(), at.getDate());
const daysAfter = (day: Date, days: number): Date => new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);
const mondayOf = (at: Date): Date => daysAfter(dayOf(at), -((at.getDay() + 6) % DAYS));

/**
 * Shows by week and day of the reader's own zone: this week and what comes, the nearest first, then what was, the last first. Shows without
 * a date are left out.
 */
export function weeksOf<Show extends Dated>(shows: readonly Show[], now: Date): ShowWeek<Show>[] {
  const thisMonday = mondayOf(now);
  const weeks = new Map<number, ShowWeek<Show>>();
  const dated = shows
    .flatMap((show) => {
      const time = timeOf(show);
      return time === null ? [] : [{ show, at: new Date(time) }];
    })
    .sort((one, other) => one.at.getTime() - other.at.getTime());
  for (const { show, at } of dated) {
    const from = mondayOf(at);
    // Rounded: a week with a change of the clocks is an hour longer or shorter.
    const distance = Math.round((from.getTime() - thisMonday.getTime()) / WEEK);
    const week = weeks.get(distance) ?? { from, to: daysAfter(from, DAYS - 1), distance, days: [] };
    weeks.set(distance, week);
    const date = dayOf(at);
    const last = week.days.at(-1);
    if (last?.date.getTime() === date.getTime()) last.shows.push(show);
    else week.days.push({ date, shows: [show] });
  }
  const isAhead = ({ distance }: ShowWeek<Show>): boolean => distance >= 0;
  return [...weeks.values()].sort((one, other) =>
    isAhead(one) && isAhead(other) ? one.distance - other.distance : other.distance - one.distance,
  );
}
