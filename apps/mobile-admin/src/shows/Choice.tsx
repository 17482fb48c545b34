import { stage, Txt } from '@vitrine/mobile-kit';
import { Pressable, StyleSheet, View } from 'react-native';

/** One of a few. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: Record<Value, string>;
  onChange: (value: Value) => void;
}) {
  return (
    <View style={{ gap: 6 }}>
      <Txt variant="label" tone="text2">
        {label}
      </Txt>
      <View style={styles.row} role="radiogroup" aria-label={label}>
        {(Object.keys(options) as Value[]).map((one) => (
          <Pressable
            key={one}
            accessibilityRole="radio"
            accessibilityLabel={options[one]}
            accessibilityState={{ checked: one === value }}
            onPress={() => onChange(one)}
            style={[styles.option, one === value && styles.chosen]}
          >
            <Txt variant="label">{options[one]}</Txt>
          </Pressable>
        ))}
      </View>
    </View>
  );
}
const styles = StyleSheet.create({
  row: { flexDirection: 'row', flexWrap: 'wrap', gap: 8 },
  option: {
    minHeight: 44,
    justifyContent: 'center',
    paddingHorizontal: 16,
    borderRadius: 22,
    borderWidth: 1,
    borderColor: stage.lineStrong,
  },
  chosen: { borderWidth: 2, borderColor: stage.accent },
});
