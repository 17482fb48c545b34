import { describe, expect, it } from 'vitest';
import { weeksOf } from './show-weeks.ts';

/** Local times: the weeks are those of the reader. */
const local = (month: number, day: number, hour: number): string => new Date(2026, month - 1, day, hour).toISOString();
const scheduled = (_id: string, at: string | null) => ({ _id, startTime: null, scheduledFor: at });
// A Wednesday.
const NOW = new Date(2026, 10, 25, 12);

describe('the shows by week', () => {
  it('begins with this week and what comes, then goes back in time', () => {
    const weeks = weeksOf(
      [
        scheduled('past', local(11, 4, 19)),
        scheduled('later', local(12, 9, 19)),
        scheduled('next', local(11, 30, 19)),
        scheduled('now', local(11, 27, 19)),
        scheduled('last', local(11, 18, 19)),
      ],
      NOW,
    );
    expect(weeks.map(({ distance, days }) => [distance, days[0]?.shows[0]?._id])).toEqual([
      [0, 'now'],
      [1, 'next'],
      [2, 'later'],
      [-1, 'last'],
      [-3, 'past'],
    ]);
  });

  it('lasts from Monday to Sunday, and has the shows of a day together, in order', () => {
    const [week] = weeksOf(
      [scheduled('sunday', local(11, 29, 23)), scheduled('b', local(11, 23, 20)), scheduled('a', local(11, 23, 0))],
      NOW,
    );
    expect([week?.from.getDate(), week?.to.getDate()]).toEqual([23, 29]);
    expect(week?.days.map(({ date, shows }) => [date.getDate(), ...shows.map(({ _id }) => _id)])).toEqual([
      [23, 'a', 'b'],
      [29, 'sunday'],
    ]);
  });

  it('goes by when a show began rather than when it should have, and leaves out what has no date', () => {
    const late = { _id: 'late', startTime: local(11, 24, 1), scheduledFor: local(11, 23, 23) };
    const [week] = weeksOf([scheduled('undated', null), late], NOW);
    expect(week?.days.map(({ date, shows }) => [date.getDate(), shows.length])).toEqual([[24, 1]]);
  });
});
