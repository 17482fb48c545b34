import type { ReactNode } from 'react';
import { StyleSheet, View } from 'react-native';
import { KeyboardAvoidingView } from 'react-native-keyboard-controller';
import { useSafeAreaInsets } from 'react-native-safe-area-context';

/** What stands over a picture that fills the screen: clear of the system's own parts and of the keyboard. */
export function Overlay({ children }: { children: ReactNode }) {
  const insets = useSafeAreaInsets();
  return (
    // It sets its own padding at the bottom, over any other: the screen's edges are kept inside of it.
    <KeyboardAvoidingView behavior="padding" style={styles.whole}>
      <View style={[styles.whole, { paddingTop: insets.top + 8, paddingBottom: insets.bottom + 12 }]}>{children}</View>
    </KeyboardAvoidingView>
  );
}
const styles = StyleSheet.create({ whole: { flex: 1 } });
