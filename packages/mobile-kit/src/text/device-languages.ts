/** What the person reads, the most wanted first: tags such as `de-AT`. */
export const deviceLanguages = (): readonly string[] => navigator.languages ?? [navigator.language];

/** What this app can be read in, its own language first: its page says so in `<html data-languages="en de">`. */
export const appLanguages = (): readonly unknown[] => (document.documentElement.dataset.languages ?? '').split(' ');

/** Tells screen readers which language the page is read in. */
export function declareLanguage(language: string): void {
  document.documentElement.lang = language;
}
