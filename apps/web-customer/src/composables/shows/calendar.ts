import type { Livestream } from '@vitrine/protocol';

/** RFC 5545 section 3.3.11: these characters are escaped in text. */
const escapeText = (value: string): string => value.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n');
const stamp = (date: Date): string => date.toISOString().replace(/[-:]|\.\d{3}/g, '');
/** Shows have no planned length; an hour is what a calendar shows without one. */
const HOUR = 3_600_000;

/** A show as an iCalendar file with a reminder ten minutes before (RFC 5545). */
export function calendarFile(show: Livestream, origin: string, now: Date): string {
  const start = new Date(show.scheduledFor ?? now);
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Vitrine//Shows//EN',
    'BEGIN:VEVENT',
    `UID:${show._id}@${new URL(origin).host}`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(start)}`,
    `DTEND:${stamp(new Date(start.getTime() + HOUR))}`,
    `SUMMARY:${escapeText(show.title)}`,
    `URL:${origin}/watch/${show._id}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escapeText(show.title)}`,
    'TRIGGER:-PT10M',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}

/** Hands the file to the browser. */
export function saveCalendarEntry(show: Livestream): void {
  const url = URL.createObjectURL(new Blob([calendarFile(show, location.origin, new Date())], { type: 'text/calendar' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'show.ics';
  link.click();
  URL.revokeObjectURL(url);
}
