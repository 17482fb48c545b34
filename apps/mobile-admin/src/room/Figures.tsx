import { stage, Txt } from '@vitrine/mobile-kit';
import { StyleSheet, View } from 'react-native';

const COLUMNS = 4;

/** Some figures in a row. */
export function Figures({ figures }: { figures: readonly { value: string; name: string }[] }) {
  return (
    <View style={styles.row}>
      {figures.map(({ value, name }, index) => (
        <View key={name} style={[styles.figure, index % COLUMNS > 0 && styles.next]} accessible accessibilityLabel={`${value} ${name}`}>
          <Txt variant="figure" numberOfLines={1}>
            {value}
          </Txt>
          <Txt variant="small" tone="text2" numberOfLines={2} style={{ textAlign: 'center', fontSize: 12, lineHeight: 15 }}>
            {name}
          </Txt>
        </View>
      ))}
    </View>
  );
}
const styles = StyleSheet.create({
  row: {
    flexDirection: 'row',
    flexWrap: 'wrap',
    marginHorizontal: 12,
    paddingVertical: 8,
    borderRadius: 14,
    borderWidth: 1,
    borderColor: stage.glassLine,
    backgroundColor: stage.glassStrong,
  },
  next: { borderLeftWidth: 1, borderColor: stage.line },
  figure: { flexGrow: 1, flexBasis: '25%', minWidth: 72, alignItems: 'center', gap: 2, paddingHorizontal: 4 },
});
