import { Text, type TextProps, type TextStyle } from 'react-native';
import { display, sans } from '../theme/fonts';
import { stage } from '../theme/tokens.ts';

const VARIANTS = {
  /** Titles of shows and one-line states. */
  hero: { ...display, fontSize: 46, lineHeight: 48, letterSpacing: -0.5 },
  title: { ...display, fontSize: 30, lineHeight: 33, letterSpacing: -0.3 },
  heading: { ...display, fontSize: 26, lineHeight: 29, letterSpacing: -0.2 },
  body: { ...sans('400'), fontSize: 15, lineHeight: 21 },
  strong: { ...sans('600'), fontSize: 15, lineHeight: 21 },
  small: { ...sans('400'), fontSize: 13, lineHeight: 18 },
  label: { ...sans('500'), fontSize: 13, lineHeight: 18 },
  figure: { ...sans('600'), fontSize: 15, lineHeight: 20, fontVariant: ['tabular-nums'] },
  price: { ...sans('700'), fontSize: 20, lineHeight: 24, fontVariant: ['tabular-nums'] },
} as const satisfies Record<string, TextStyle>;
const TONES = {
  text: stage.text,
  text2: stage.text2,
  muted: stage.muted,
  accent: stage.accent,
  onAccent: stage.onAccent,
  warn: stage.warn,
  danger: stage.danger,
  ok: stage.ok,
} as const;
/** Text grows with the reader's setting, up to what the screens hold. */
const LARGEST = 1.7;

export interface TxtProps extends TextProps {
  variant?: keyof typeof VARIANTS;
  tone?: keyof typeof TONES;
}
export function Txt({ variant = 'body', tone = 'text', style, ...props }: TxtProps) {
  return <Text maxFontSizeMultiplier={LARGEST} {...props} style={[VARIANTS[variant], { color: TONES[tone] }, style]} />;
}
