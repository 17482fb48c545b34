import { language, type Translation } from '@vitrine/web-kit';
import { replayText as english } from './en.ts';

export const replayText: Translation<typeof english> = language === 'de' ? (await import('./de.ts')).replayText : english;
