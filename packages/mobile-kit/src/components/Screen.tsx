import type { ReactNode } from 'react';
import { ScrollView, StyleSheet, View } from 'react-native';
import { KeyboardAvoidingView } from 'react-native-keyboard-controller';
import { useSafeAreaInsets } from 'react-native-safe-area-context';
import { stage } from '../theme/tokens.ts';
import { Txt } from './Txt.tsx';

/** A page that scrolls, with its title; fields stay above the keyboard. */
export function Screen({ title, start, end, children }: { title?: string; start?: ReactNode; end?: ReactNode; children: ReactNode }) {
  const insets = useSafeAreaInsets();
  return (
    <KeyboardAvoidingView behavior="padding" style={styles.screen}>
      <ScrollView
        contentContainerStyle={[styles.body, { paddingTop: insets.top + 12, paddingBottom: insets.bottom + 28 }]}
        keyboardShouldPersistTaps="handled"
      >
        {title !== undefined || start || end ? (
          <View style={styles.head}>
            {start}
            <Txt variant="title" style={styles.title} accessibilityRole="header">
              {title}
            </Txt>
            {end}
          </View>
        ) : null}
        {children}
      </ScrollView>
    </KeyboardAvoidingView>
  );
}
const styles = StyleSheet.create({
  screen: { flex: 1, backgroundColor: stage.bg },
  body: { flexGrow: 1, gap: 16, paddingHorizontal: 20, width: '100%', maxWidth: 640, alignSelf: 'center' },
  head: { flexDirection: 'row', alignItems: 'center', gap: 12, minHeight: 48 },
  title: { flex: 1 },
});
