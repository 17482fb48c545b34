/** Seconds of `1:02:03`, `12:40` or `75`; undefined for what is no time. */
export function secondsOf(clock: string): number | undefined {
  const parts = clock.trim().split(':');
  if (parts.length > 3 || !parts.every((part) => /^\d{1,5}$/.test(part))) return undefined;
  const numbers = parts.map(Number);
  // Only the first may be more than a minute's worth, or an hour's.
  if (numbers.slice(1).some((number) => number > 59)) return undefined;
  return numbers.reduce((sum, number) => sum * 60 + number, 0);
}
