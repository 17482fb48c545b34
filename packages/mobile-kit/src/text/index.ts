import type { Translation } from '@vitrine/client';
import { buyText as germanBuying } from './buy-de.ts';
import { buyText as englishBuying } from './buy-en.ts';
import { kitText as german } from './de.ts';
import { kitText as english } from './en.ts';
import { language } from './language.ts';

/** The kit's words, in the language of the app. */
export const kitText: Translation<typeof english> = language === 'de' ? german : english;
/** Those of a purchase. */
export const buyText: Translation<typeof englishBuying> = language === 'de' ? germanBuying : englishBuying;
