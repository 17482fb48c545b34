import { kitText as english } from './en.ts';
import { language, type Translation } from './language.ts';

/** The kit's words in the language of the page. Only the one that is read is loaded beside English. */
export const kitText: Translation<typeof english> = language === 'de' ? (await import('./de.ts')).kitText : english;
