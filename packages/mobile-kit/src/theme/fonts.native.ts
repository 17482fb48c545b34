import { InstrumentSerif_400Regular } from '@expo-google-fonts/instrument-serif/400Regular';
import { Inter_400Regular } from '@expo-google-fonts/inter/400Regular';
import { Inter_500Medium } from '@expo-google-fonts/inter/500Medium';
import { Inter_600SemiBold } from '@expo-google-fonts/inter/600SemiBold';
import { Inter_700Bold } from '@expo-google-fonts/inter/700Bold';
import { useFonts } from 'expo-font';
import type { TextStyle } from 'react-native';
import type { Weight } from './weight.ts';

/** Whether text can be drawn: the fonts are there, or will not come and the system's stand in. */
export function useKitFonts(): boolean {
  const [isLoaded, error] = useFonts({ InstrumentSerif_400Regular, Inter_400Regular, Inter_500Medium, Inter_600SemiBold, Inter_700Bold });
  return isLoaded || error !== null;
}

// A phone knows each weight as a family of its own.
const FAMILIES: Record<Weight, string> = {
  '400': 'Inter_400Regular',
  '500': 'Inter_500Medium',
  '600': 'Inter_600SemiBold',
  '700': 'Inter_700Bold',
};
export const sans = (weight: Weight): TextStyle => ({ fontFamily: FAMILIES[weight] });
export const display: TextStyle = { fontFamily: 'InstrumentSerif_400Regular' };
