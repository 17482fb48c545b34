import { StyleSheet, View } from 'react-native';
import { stage } from '../theme/tokens.ts';
import { Txt } from './Txt.tsx';

/** Somebody's letter in a circle. */
export function Avatar({ name, size = 40, isLit = false }: { name: string; size?: number; isLit?: boolean }) {
  return (
    <View
      style={[styles.circle, { width: size, height: size, borderRadius: size / 2 }, isLit && styles.lit]}
      accessibilityElementsHidden
      importantForAccessibility="no-hide-descendants"
      aria-hidden
    >
      <Txt variant="strong" maxFontSizeMultiplier={1}>
        {name.trim().charAt(0).toUpperCase() || '?'}
      </Txt>
    </View>
  );
}
const styles = StyleSheet.create({
  circle: { alignItems: 'center', justifyContent: 'center', backgroundColor: stage.surface3 },
  lit: { borderWidth: 2, borderColor: stage.accent },
});
