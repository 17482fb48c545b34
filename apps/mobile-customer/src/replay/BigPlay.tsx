import { Icon, stage } from '@vitrine/mobile-kit';
import { Pressable, StyleSheet } from 'react-native';
import { text } from '../text/index.ts';

/** In the middle of a picture that stands still. */
export function BigPlay({ isOver, onPress }: { isOver: boolean; onPress: () => void }) {
  return (
    <Pressable
      accessibilityRole="button"
      accessibilityLabel={isOver ? text.replay.again : text.replay.play}
      onPress={onPress}
      style={({ pressed }) => [styles.round, pressed && { opacity: 0.8 }]}
    >
      <Icon name={isOver ? 'again' : 'play'} size={36} />
    </Pressable>
  );
}
const styles = StyleSheet.create({
  round: {
    width: 84,
    height: 84,
    alignItems: 'center',
    justifyContent: 'center',
    borderRadius: 42,
    borderWidth: 1,
    borderColor: stage.glassLine,
    backgroundColor: stage.glassStrong,
  },
});
