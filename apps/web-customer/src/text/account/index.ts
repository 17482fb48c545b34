import { language, type Translation } from '@vitrine/web-kit';
import { accountText as english } from './en.ts';

export const accountText: Translation<typeof english> = language === 'de' ? (await import('./de.ts')).accountText : english;
