import { Txt } from '@vitrine/mobile-kit';
import type { CaptionCue } from '@vitrine/protocol';
import { StyleSheet, View } from 'react-native';

/** What is said at the position. It is read out by nobody on its own: who hears a screen reader hears the show too. */
export function ReplayCaptions({ cues, language }: { cues: readonly CaptionCue[]; language: string }) {
  return (
    <View style={styles.captions}>
      {cues.map(({ from, text }) => (
        <Txt key={`${from} ${text}`} variant="strong" style={styles.cue} accessibilityLanguage={language}>
          {text}
        </Txt>
      ))}
    </View>
  );
}
const styles = StyleSheet.create({
  captions: { alignItems: 'center', gap: 4, paddingHorizontal: 12, pointerEvents: 'none' },
  cue: {
    overflow: 'hidden',
    maxWidth: 560,
    paddingHorizontal: 10,
    paddingVertical: 4,
    borderRadius: 8,
    backgroundColor: 'rgba(8, 6, 4, 0.84)',
    color: '#fff',
    fontSize: 16,
    lineHeight: 23,
    textAlign: 'center',
  },
});
