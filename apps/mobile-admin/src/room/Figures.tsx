import { stage, Txt } from '@vitrine/mobile-kit';
import { StyleSheet, View } from 'react-native';

/** Some figures in a row. */
export function Figures({ figures, columns = 4 }: { figures: readonly { value: string; name: string }[]; columns?: 3 | 4 }) {
  return (
    <View style={styles.row}>
      {figures.map(({ value, name }, index) => (
        <View
          key={name}
          style={[styles.figure, { flexBasis: `${100 / columns}%` }, index % columns > 0 && styles.next]}
          accessible
          accessibilityLabel={`${value} ${name}`}
        >
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
    rowGap: 14,
    marginHorizontal: 12,
    paddingVertical: 8,
    borderRadius: 14,
    borderWidth: 1,
    borderColor: stage.glassLine,
    backgroundColor: stage.glassStrong,
  },
  next: { borderLeftWidth: 1, borderColor: stage.line },
  figure: { flexGrow: 1, minWidth: 60, alignItems: 'center', gap: 2, paddingHorizontal: 4 },
});
