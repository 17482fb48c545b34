import type { ReactNode } from 'react';
import { Modal, Pressable, ScrollView, StyleSheet, View } from 'react-native';
import { KeyboardAvoidingView } from 'react-native-keyboard-controller';
import { useSafeAreaInsets } from 'react-native-safe-area-context';
import { kitText } from '../text/index.ts';
import { stage } from '../theme/tokens.ts';
import { IconButton } from './Button.tsx';
import { useReducedMotion } from './use-reduced-motion.ts';

/** Rises over the screen, which goes on behind; Android's back and a press beside it close it. `footer` stays in view. */
export function Sheet({
  isOpen,
  onClose,
  label,
  children,
  footer,
}: {
  isOpen: boolean;
  onClose: () => void;
  label: string;
  children: ReactNode;
  footer?: ReactNode;
}) {
  const insets = useSafeAreaInsets();
  const isStill = useReducedMotion();
  return (
    <Modal visible={isOpen} transparent animationType={isStill ? 'none' : 'slide'} onRequestClose={onClose} statusBarTranslucent>
      <KeyboardAvoidingView behavior="padding" style={styles.screen}>
        <Pressable style={styles.beside} onPress={onClose} accessibilityRole="button" accessibilityLabel={kitText.close} />
        <View style={styles.sheet} accessibilityViewIsModal role="dialog" aria-label={label}>
          <View style={styles.head}>
            <View style={styles.handle} />
            <IconButton icon="close" label={kitText.close} onPress={onClose} size={44} style={styles.close} />
          </View>
          <ScrollView
            style={styles.scroll}
            contentContainerStyle={[styles.body, footer ? null : { paddingBottom: insets.bottom + 20 }]}
            keyboardShouldPersistTaps="handled"
          >
            {children}
          </ScrollView>
          {footer ? <View style={[styles.footer, { paddingBottom: insets.bottom + 14 }]}>{footer}</View> : null}
        </View>
      </KeyboardAvoidingView>
    </Modal>
  );
}
const styles = StyleSheet.create({
  screen: { flex: 1, justifyContent: 'flex-end' },
  beside: { flexGrow: 1, minHeight: 120 },
  sheet: {
    flexShrink: 1,
    borderTopLeftRadius: 22,
    borderTopRightRadius: 22,
    borderTopWidth: 1,
    borderColor: stage.lineStrong,
    backgroundColor: stage.surface1,
  },
  head: { alignItems: 'center', height: 48, paddingTop: 9 },
  handle: { width: 40, height: 4, borderRadius: 2, backgroundColor: stage.lineStrong },
  close: { position: 'absolute', right: 8, top: 4, backgroundColor: 'transparent', borderWidth: 0 },
  scroll: { flexShrink: 1 },
  body: { gap: 16, paddingHorizontal: 16, paddingBottom: 16 },
  footer: { gap: 10, paddingHorizontal: 16, paddingTop: 12, borderTopWidth: 1, borderColor: stage.line },
});
