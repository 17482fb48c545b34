/** What captions are offered in, the most read first; a file in another language goes over REST. */
const LANGUAGES: readonly string[] = [
  ...[
    'en',
    'de',
    'fr',
    'es',
    'it',
    'nl',
    'pt',
    'pl',
    'sv',
    'da',
    'nb',
    'fi',
    'cs',
    'sk',
    'hu',
    'ro',
    'bg',
    'hr',
    'sl',
    'el',
    'et',
    'lv',
    'lt',
  ],
  ...['uk', 'ru', 'tr', 'ar', 'he', 'fa', 'hi', 'id', 'vi', 'th', 'ja', 'ko', 'zh-Hans', 'zh-Hant', 'pt-BR'],
];
const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });
export const languageName = (tag: string): string => names.of(tag) ?? tag;

/** Those that are not there yet; the desk's own first. */
export function languagesBeside(there: readonly string[]): { value: string; label: string }[] {
  const own = navigator.languages.map((tag) => tag.split('-', 1)[0] ?? tag).filter((tag) => LANGUAGES.includes(tag));
  return [...new Set([...own, ...LANGUAGES])].filter((tag) => !there.includes(tag)).map((value) => ({ value, label: languageName(value) }));
}
