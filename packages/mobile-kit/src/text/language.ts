import { appLanguages, declareLanguage, deviceLanguages } from './device-languages';

export type Language = 'en' | 'de';
const isLanguage = (value: unknown): value is Language => value === 'en' || value === 'de';

const offered = appLanguages().filter(isLanguage);
const wished = deviceLanguages();

/** The language that this app is read in, from its start to its end: the first that the person wants and the app has. */
export const language: Language =
  wished
    .map((tag) => tag.slice(0, 2).toLowerCase())
    .filter(isLanguage)
    .find((one) => offered.includes(one)) ??
  offered[0] ??
  'en';
declareLanguage(language);

/** The reader's own kind of that language (`de-AT`, `en-GB`), for dates, numbers and money. */
export const locale: string = wished.find((tag) => tag.toLowerCase().startsWith(language)) ?? language;
