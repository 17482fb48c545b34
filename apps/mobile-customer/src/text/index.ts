import type { Translation } from '@vitrine/client';
import { language } from '@vitrine/mobile-kit';
import { text as german } from './de.ts';
import { text as english } from './en.ts';

/** Every word of this app that the kit does not say, in the language of the device. */
export const text: Translation<typeof english> = language === 'de' ? german : english;
