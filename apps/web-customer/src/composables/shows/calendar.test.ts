import type { Livestream } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import { calendarFile } from './calendar.ts';

describe('a calendar entry', () => {
  it('names the show, its start in UTC and its address, with text escaped', () => {
    const show = { _id: 'a'.repeat(24), title: 'Wool, slowly; and more', scheduledFor: '2026-11-27T19:30:00.000Z' } as Livestream;
    const file = calendarFile(show, 'https://shop.test', new Date('2026-11-20T08:00:00.000Z'));
    expect(file).toContain('DTSTART:20261127T193000Z');
    expect(file).toContain('SUMMARY:Wool\\, slowly\\; and more');
    expect(file).toContain(`URL:https://shop.test/watch/${'a'.repeat(24)}`);
    expect(file.split('\r\n').at(-1)).toBe('');
  });
});
