import type { ReplayPlayerSnapshot } from '@vitrine/client';
import { formatClock, IconButton, locale, Txt } from '@vitrine/mobile-kit';
import { Pressable, StyleSheet, View } from 'react-native';
import { text } from '../text/index.ts';
import { CountedButton } from '../watch/CountedButton.tsx';

/** Under the line of time: play, where one is, the piece before and after, how fast, every piece. */
export function ReplayControls({
  played: { state, position, speed },
  duration,
  pieces,
  hasChapters,
  onToggle,
  onStep,
  onSpeed,
  onPieces,
}: {
  played: ReplayPlayerSnapshot;
  duration: number;
  pieces: number;
  hasChapters: boolean;
  onToggle: () => void;
  onStep: (step: -1 | 1) => void;
  onSpeed: () => void;
  onPieces: () => void;
}) {
  const play = state === 'playing' ? 'pause' : state === 'ended' ? 'again' : 'play';
  const shown = `${String(speed).replace('.', DECIMAL)}×`;
  return (
    <View style={styles.controls}>
      <IconButton icon={play} label={text.replay[play]} size={44} onPress={onToggle} style={styles.plain} />
      {hasChapters ? (
        <>
          <IconButton icon="skipBack" label={text.replay.before} size={44} onPress={() => onStep(-1)} style={styles.plain} />
          <IconButton icon="skipNext" label={text.replay.after} size={44} onPress={() => onStep(1)} style={styles.plain} />
        </>
      ) : null}
      <Txt variant="figure" maxFontSizeMultiplier={1.2} style={styles.clock} numberOfLines={1}>
        {formatClock(position)}
        <Txt variant="figure" tone="muted" maxFontSizeMultiplier={1.2} style={styles.clock}>{` / ${formatClock(duration)}`}</Txt>
      </Txt>
      <View style={{ flex: 1 }} />
      <Pressable accessibilityRole="button" accessibilityLabel={text.replay.speed(shown)} onPress={onSpeed} style={styles.speed}>
        <Txt variant="figure" maxFontSizeMultiplier={1.2}>
          {shown}
        </Txt>
      </Pressable>
      <CountedButton icon="bag" count={pieces} label={text.watch.openLineUp(pieces)} size={44} onPress={onPieces} />
    </View>
  );
}
/** As the reader writes it: 1.5 or 1,5. */
const DECIMAL = (1.5).toLocaleString(locale).charAt(1);
const styles = StyleSheet.create({
  controls: { flexDirection: 'row', alignItems: 'center', minHeight: 52 },
  plain: { backgroundColor: 'transparent', borderWidth: 0 },
  clock: { fontSize: 13, marginLeft: 4, flexShrink: 1 },
  speed: { minWidth: 48, minHeight: 44, alignItems: 'center', justifyContent: 'center', marginRight: 6 },
});
