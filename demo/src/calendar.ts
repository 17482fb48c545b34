const DAY = 86_400_000;

/** Half past seven in the evening (local time) so many days from `now`; negative days are past. In ms since 1970. */
export function evening(now: number, days: number): number {
  const at = new Date(now + days * DAY);
  at.setHours(19, 30, 0, 0);
  return at.getTime();
}
