/** Families in the order in which their names must be looked for: most browsers name others beside themselves. */
const BROWSERS: readonly [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Macintosh|Mac OS X/, 'Mac'],
  [/Windows/, 'Windows'],
  [/Linux|X11/, 'Linux'],
];
const found = (names: readonly [RegExp, string][], userAgent: string): string | undefined =>
  names.find(([pattern]) => pattern.test(userAgent))?.[1];

/** A user agent as a person would say it: “Firefox, Mac”. What is not known is shown as it is, shortened. */
export function browserName(userAgent: string): string {
  const name = [found(BROWSERS, userAgent), found(SYSTEMS, userAgent)].filter(Boolean).join(', ');
  return name || userAgent.slice(0, 40) || '?';
}
