import { LIMITS } from '@vitrine/protocol/limits';
import { type Ref, useImperativeHandle, useRef, useState } from 'react';
import { StyleSheet, TextInput, View } from 'react-native';
import { kitText } from '../text/index.ts';
import { sans } from '../theme/fonts';
import { stage } from '../theme/tokens.ts';
import { IconButton } from './Button.tsx';

export interface ComposerHandle {
  /** Puts words behind what is written, and the cursor after them. */
  insert(words: string): void;
}
/** Where one writes, over the picture. What is sent is trimmed and never empty. */
export function ChatComposer({
  onSend,
  isAway,
  placeholder,
  isDisabled = false,
  isWaiting = false,
  ref,
}: {
  onSend: (text: string) => void;
  isAway: boolean;
  placeholder?: string | undefined;
  isDisabled?: boolean;
  /** One may write, and send in a moment. */
  isWaiting?: boolean;
  ref?: Ref<ComposerHandle>;
}) {
  const [text, setText] = useState('');
  const field = useRef<TextInput>(null);
  useImperativeHandle(ref, () => ({
    insert(words) {
      setText((now) => `${now}${now === '' || now.endsWith(' ') ? '' : ' '}${words}`.slice(0, LIMITS.chatMessageLength));
      field.current?.focus();
    },
  }));
  const hint = placeholder ?? (isAway ? kitText.sendsWhenBack : kitText.saySomething);
  const hasWords = text.trim() !== '' && !isDisabled;
  function send(): void {
    if (!hasWords || isWaiting) return;
    onSend(text.trim());
    setText('');
  }
  return (
    <View style={styles.composer}>
      <TextInput
        ref={field}
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
      {hasWords ? (
        <IconButton
          icon="send"
          label={isWaiting ? hint : kitText.send}
          isDisabled={isWaiting}
          onPress={send}
          size={44}
          color={stage.onInk}
          style={{ backgroundColor: stage.text }}
        />
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
