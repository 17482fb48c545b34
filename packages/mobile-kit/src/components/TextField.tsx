import { useId } from 'react';
import { StyleSheet, TextInput, type TextInputProps, View } from 'react-native';
import { sans } from '../theme/fonts';
import { stage } from '../theme/tokens.ts';
import { Txt } from './Txt.tsx';

interface TextFieldProps
  extends Pick<
    TextInputProps,
    | 'autoComplete'
    | 'autoCapitalize'
    | 'keyboardType'
    | 'secureTextEntry'
    | 'maxLength'
    | 'multiline'
    | 'onSubmitEditing'
    | 'placeholder'
    | 'returnKeyType'
  > {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  hint?: string;
}
/** A field with its name above, and what is wrong with it below. */
export function TextField({ label, value, onChange, error, hint, multiline = false, ...input }: TextFieldProps) {
  const id = useId();
  return (
    <View style={styles.field}>
      <Txt variant="label" tone="text2" nativeID={id}>
        {label}
      </Txt>
      <TextInput
        {...input}
        multiline={multiline}
        value={value}
        onChangeText={onChange}
        accessibilityLabel={label}
        accessibilityLabelledBy={id}
        aria-invalid={error !== undefined}
        placeholderTextColor={stage.muted}
        autoCapitalize={input.autoCapitalize ?? 'none'}
        style={[styles.input, multiline && styles.tall, error !== undefined && styles.wrong]}
      />
      {error ? (
        <Txt variant="small" tone="danger" accessibilityLiveRegion="polite" role="alert">
          {error}
        </Txt>
      ) : hint ? (
        <Txt variant="small" tone="muted">
          {hint}
        </Txt>
      ) : null}
    </View>
  );
}
const styles = StyleSheet.create({
  field: { gap: 6, alignSelf: 'stretch' },
  input: {
    ...sans('400'),
    minHeight: 48,
    paddingHorizontal: 14,
    paddingVertical: 10,
    borderWidth: 1,
    borderColor: stage.fieldLine,
    borderRadius: 12,
    backgroundColor: stage.surface2,
    color: stage.text,
    fontSize: 16,
  },
  tall: { minHeight: 84, textAlignVertical: 'top' },
  wrong: { borderColor: stage.danger },
});
