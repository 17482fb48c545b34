export type { Translation } from '@vitrine/client';

/**
 * The language of the page. A page says which it has in `<html data-languages="en de">`; the reader's own choice comes
 * first, then what the browser asks for, then the page's first.
 */
export type Language = 'en' | 'de';

/** The languages by their own names, for the switch. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch' };
const KEPT_AS = 'vitrine.language';

const isLanguage = (value: string | null): value is Language => value !== null && Object.hasOwn(LANGUAGE_NAMES, value);

/** What this page can be read in, its first language first. */
export function languagesOfPage(): readonly Language[] {
  const offered = (document.documentElement.dataset.languages ?? '').split(' ').filter(isLanguage);
  return offered.length > 0 ? offered : ['en'];
}

function keptChoice(): string | null {
  try {
    return localStorage.getItem(KEPT_AS);
  } catch {
    // Storage can be closed to a page (a strict browser, a frame): then the browser's wish decides.
    return null;
  }
}

function choose(): Language {
  const offered = languagesOfPage();
  const kept = keptChoice();
  const wished = [...(kept === null ? [] : [kept]), ...(navigator.languages ?? [])].map((tag) => tag.slice(0, 2).toLowerCase());
  return wished.filter(isLanguage).find((language) => offered.includes(language)) ?? offered[0] ?? 'en';
}

/** The language that this page is read in, from its first line to its last: another needs a new load. */
export const language: Language = choose();
document.documentElement.lang = language;

/** The reader's own kind of that language (`de-AT`, `en-GB`), for dates, numbers and money. */
export const locale: string = (navigator.languages ?? []).find((tag) => tag.toLowerCase().startsWith(language)) ?? language;

/** Keeps the choice and loads the page anew in it. */
export function changeLanguage(to: Language): void {
  try {
    localStorage.setItem(KEPT_AS, to);
  } catch {
    return;
  }
  location.reload();
}
