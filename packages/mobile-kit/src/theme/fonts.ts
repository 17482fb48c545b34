import type { TextStyle } from 'react-native';

import type { Weight } from './weight.ts';

/** The page's style sheet brings the fonts. */
export const useKitFonts = (): boolean => true;
export const sans = (weight: Weight): TextStyle => ({
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontWeight: weight,
});
export const display: TextStyle = { fontFamily: '"Instrument Serif", "Iowan Old Style", Georgia, serif', fontWeight: '400' };
