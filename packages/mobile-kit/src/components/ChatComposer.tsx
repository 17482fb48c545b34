import { LIMITS } from '@vitrine/protocol/limits';
import { useState } from 'react';
import { StyleSheet, TextInput, View } from 'react-native';
import { kitText } from '../text/en.ts';
import { sans } from '../theme/fonts';
import { stage } from '../theme/tokens.ts';
import { IconButton } from './Button.tsx';

/** Where one writes, over the picture. What is sent is trimmed and never empty. */
export function ChatComposer({
  onSend,
  isAway,
  placeholder,
  isDisabled = false,
}: {
  onSend: (text: string) => void;
  isAway: boolean;
  placeholder?: string | undefined;
  isDisabled?: boolean;
}) {
  const [text, setText] = useState('');
  const hint = placeholder ?? (isAway ? kitText.sendsWhenBack : kitText.saySomething);
  const isReady = text.trim() !== '' && !isDisabled;
  function send(): void {
    if (!isReady) return;
    onSend(text.trim());
    setText('');
  }
  return (
    <View style={styles.composer}>
      <TextInput
        value={text}
        onChangeText={setText}
        onSubmitEditing={send}
        submitBehavior="submit"
        enterKeyHint="send"
        maxLength={LIMITS.chatMessageLength}
        placeholder={hint}
        placeholderTextColor={stage.text2}
        accessibilityLabel={hint}
        editable={!isDisabled}
        style={styles.input}
      />
      {isReady ? (
        <IconButton icon="send" label={kitText.send} onPress={send} size={44} color={stage.onInk} style={{ backgroundColor: stage.text }} />
      ) : null}
    </View>
  );
}
const styles = StyleSheet.create({
  composer: {
    flex: 1,
    flexDirection: 'row',
    alignItems: 'center',
    minHeight: 48,
    paddingHorizontal: 2,
    borderRadius: 24,
    borderWidth: 1,
    borderColor: stage.glassLine,
    backgroundColor: stage.glass,
  },
  input: { ...sans('400'), flex: 1, minWidth: 0, minHeight: 44, paddingHorizontal: 16, color: stage.text, fontSize: 16 },
});
