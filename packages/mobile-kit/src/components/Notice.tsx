import type { ReactNode } from 'react';
import { ActivityIndicator, StyleSheet, View } from 'react-native';
import { kitText } from '../text/index.ts';
import { stage } from '../theme/tokens.ts';
import { Txt } from './Txt.tsx';

/** A state that fills its place: empty, failed, over. What one can do stands below. */
export function Notice({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <View style={styles.notice}>
      <Txt variant="title" style={styles.centre} accessibilityRole="header">
        {title}
      </Txt>
      {text ? (
        <Txt tone="text2" style={styles.centre}>
          {text}
        </Txt>
      ) : null}
      {children ? <View style={styles.acts}>{children}</View> : null}
    </View>
  );
}
export function Loading({ label = kitText.loading }: { label?: string }) {
  return (
    <View style={styles.notice} accessibilityRole="progressbar" accessibilityLabel={label} accessible>
      <ActivityIndicator color={stage.accent} size="large" />
    </View>
  );
}
/** One line at the top: what is the matter, while the rest goes on. */
export function Banner({ text, isBusy = false }: { text: string; isBusy?: boolean }) {
  return (
    <View style={styles.banner} role="status" accessibilityLiveRegion="polite">
      {isBusy ? <ActivityIndicator color={stage.text} size="small" /> : null}
      <Txt variant="label" style={{ flexShrink: 1 }}>
        {text}
      </Txt>
    </View>
  );
}
const styles = StyleSheet.create({
  notice: { flexGrow: 1, alignItems: 'center', justifyContent: 'center', gap: 10, padding: 28 },
  centre: { textAlign: 'center' },
  acts: { gap: 10, marginTop: 14, alignSelf: 'stretch', maxWidth: 420 },
  banner: {
    flexDirection: 'row',
    alignItems: 'center',
    alignSelf: 'center',
    gap: 9,
    paddingHorizontal: 16,
    paddingVertical: 9,
    borderRadius: 20,
    backgroundColor: stage.glassStrong,
    borderWidth: 1,
    borderColor: stage.glassLine,
  },
});
