import { language, type Translation } from '@vitrine/web-kit';
import { text as english } from './en.ts';

/** Every word that the shop's customers read, in the language of the page. */
export const text: Translation<typeof english> = language === 'de' ? (await import('./de.ts')).text : english;
