import { StyleSheet, View } from 'react-native';
import { kitText } from '../text/index.ts';
import { stage } from '../theme/tokens.ts';
import { IconButton } from './Button.tsx';
import { Txt } from './Txt.tsx';

/** A small number, one step at a time. */
export function Stepper({
  value,
  most,
  onChange,
  label,
}: {
  value: number;
  most: number;
  onChange: (value: number) => void;
  label: string;
}) {
  return (
    <View
      style={styles.stepper}
      accessible={false}
      accessibilityRole="adjustable"
      accessibilityLabel={label}
      accessibilityValue={{ min: 1, max: most, now: value }}
      role="group"
      aria-label={label}
    >
      <IconButton icon="minus" label={kitText.oneLess} onPress={() => onChange(value - 1)} isDisabled={value <= 1} style={styles.button} />
      <Txt variant="figure" style={styles.value} accessibilityLiveRegion="polite">
        {value}
      </Txt>
      <IconButton
        icon="plus"
        label={kitText.oneMore}
        onPress={() => onChange(value + 1)}
        isDisabled={value >= most}
        style={styles.button}
      />
    </View>
  );
}
const styles = StyleSheet.create({
  stepper: { flexDirection: 'row', alignItems: 'center', borderWidth: 1, borderColor: stage.lineStrong, borderRadius: 14 },
  button: { backgroundColor: 'transparent', borderWidth: 0 },
  value: { minWidth: 28, textAlign: 'center' },
});
