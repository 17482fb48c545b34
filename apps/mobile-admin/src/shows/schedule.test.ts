import { expect, it } from 'vitest';
import { fromFields, toFields } from './schedule.ts';

it('gives back the day and the time that were typed', () => {
  const iso = fromFields('2026-11-27', '19:30');
  expect(iso && toFields(iso)).toEqual({ date: '2026-11-27', time: '19:30' });
});
it('takes no day for no schedule, and what is none for a mistake', () => {
  expect(fromFields('', '19:30')).toBeNull();
  for (const [date, time] of [
    ['2026-02-30', '10:00'],
    ['tomorrow', '10:00'],
    ['2026-11-27', '25:00'],
    ['2026-11-27', ''],
  ] as const)
    expect(fromFields(date, time), `${date} ${time}`).toBeUndefined();
});
