import type { ReactNode } from 'react';
import { ActivityIndicator, Pressable, StyleSheet, View, type ViewStyle } from 'react-native';
import { stage } from '../theme/tokens.ts';
import { Icon, type IconName } from './Icon.tsx';
import { Txt } from './Txt.tsx';

interface ButtonProps {
  label: string;
  onPress: () => void;
  variant?: 'buy' | 'line' | 'danger' | 'plain';
  icon?: IconName;
  /** Shown at its end: a price. */
  end?: ReactNode;
  isBusy?: boolean;
  isDisabled?: boolean;
  isWide?: boolean;
  /** A name that may be long is cut rather than broken. */
  isOneLine?: boolean;
  style?: ViewStyle;
}
/** A button of words. While it is busy a second press does nothing. */
export function Button({
  label,
  onPress,
  variant = 'line',
  icon,
  end,
  isBusy = false,
  isDisabled = false,
  isWide = false,
  isOneLine = false,
  style,
}: ButtonProps) {
  const color = variant === 'buy' ? stage.onAccent : variant === 'danger' ? stage.danger : stage.text;
  const off = isDisabled || isBusy;
  return (
    <Pressable
      accessibilityRole="button"
      accessibilityLabel={label}
      accessibilityState={{ disabled: off, busy: isBusy }}
      disabled={off}
      onPress={onPress}
      style={({ pressed }) => [
        styles.button,
        STYLES[variant],
        isWide && styles.wide,
        pressed && (variant === 'buy' ? { backgroundColor: stage.accentPress } : styles.pressed),
        isDisabled && styles.off,
        style,
      ]}
    >
      {isBusy ? <ActivityIndicator color={color} /> : icon ? <Icon name={icon} size={20} color={color} /> : null}
      <Txt variant="strong" style={{ color, flexShrink: 1 }} {...(isOneLine ? { numberOfLines: 1 } : {})}>
        {label}
      </Txt>
      {end ? <View style={styles.end}>{end}</View> : null}
    </Pressable>
  );
}

interface IconButtonProps {
  icon: IconName;
  label: string;
  onPress: () => void;
  isOn?: boolean;
  isFilled?: boolean;
  isDisabled?: boolean;
  size?: number;
  color?: string;
  style?: ViewStyle;
}
/** A round button of a sign, named for who can't see it; never smaller than a finger. */
export function IconButton({
  icon,
  label,
  onPress,
  isOn,
  isFilled = false,
  isDisabled = false,
  size = 48,
  color = stage.text,
  style,
}: IconButtonProps) {
  return (
    <Pressable
      accessibilityRole="button"
      accessibilityLabel={label}
      accessibilityState={{ disabled: isDisabled, ...(isOn === undefined ? {} : { selected: isOn }) }}
      aria-pressed={isOn}
      disabled={isDisabled}
      onPress={onPress}
      style={({ pressed }) => [styles.round, { width: size, height: size }, pressed && styles.pressed, isDisabled && styles.off, style]}
    >
      <Icon name={icon} color={color} isFilled={isFilled} />
    </Pressable>
  );
}

const styles = StyleSheet.create({
  button: {
    minHeight: 48,
    flexDirection: 'row',
    alignItems: 'center',
    justifyContent: 'center',
    gap: 10,
    paddingHorizontal: 20,
    paddingVertical: 10,
    borderRadius: 14,
  },
  wide: { alignSelf: 'stretch' },
  end: { marginLeft: 'auto' },
  pressed: { opacity: 0.7 },
  off: { opacity: 0.5 },
  round: {
    alignItems: 'center',
    justifyContent: 'center',
    borderRadius: 999,
    backgroundColor: stage.glass,
    borderWidth: 1,
    borderColor: stage.glassLine,
  },
});
const STYLES: Record<NonNullable<ButtonProps['variant']>, ViewStyle> = {
  buy: { backgroundColor: stage.accent },
  line: { borderWidth: 1, borderColor: stage.lineStrong },
  danger: { borderWidth: 1, borderColor: stage.danger },
  plain: {},
};
