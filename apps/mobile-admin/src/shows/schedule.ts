const two = (value: number): string => String(value).padStart(2, '0');

/** An instant as the day and the time of the reader's own zone. */
export function toFields(iso: string | null): { date: string; time: string } {
  if (iso === null) return { date: '', time: '' };
  const at = new Date(iso);
  return {
    date: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    time: `${two(at.getHours())}:${two(at.getMinutes())}`,
  };
}

/** The instant that a day and a time name in the reader's own zone; null when there is no day, undefined when they name none. */
export function fromFields(date: string, time: string): string | null | undefined {
  if (date.trim() === '') return null;
  const day = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(date.trim());
  const clock = /^(\d{1,2})[:.](\d{2})$/.exec(time.trim());
  if (!day || !clock) return undefined;
  const [year, month, dayOfMonth] = day.slice(1).map(Number) as [number, number, number];
  const [hours, minutes] = clock.slice(1).map(Number) as [number, number];
  const at = new Date(year, month - 1, dayOfMonth, hours, minutes);
  // 31 April would silently be 1 May.
  const isReal = at.getMonth() === month - 1 && at.getDate() === dayOfMonth && at.getHours() === hours && at.getMinutes() === minutes;
  return isReal ? at.toISOString() : undefined;
}
