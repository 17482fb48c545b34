/** What a `datetime-local` field wants, from an instant, in the reader's own zone: `2026-11-23T19:30`. */
export function toLocalField(iso: string | null): string {
  if (!iso) return '';
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The instant that a `datetime-local` field names in the reader's own zone; null when it is empty or no date. */
export function fromLocalField(value: string): string | null {
  if (!value) return null;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** The reader's zone as people know it: `Europe/Paris, UTC+1`. */
export function zoneName(at: Date = new Date()): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const offset = new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName');
  const utc = (offset?.value ?? 'UTC').replace('GMT', 'UTC').replace(/\+0$/, '');
  return zone === utc ? utc : `${zone.replaceAll('_', ' ')}, ${utc}`;
}
