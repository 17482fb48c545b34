import { Icon, stage, Txt } from '@vitrine/mobile-kit';
import type { ChatMessage } from '@vitrine/protocol';
import { StyleSheet, View } from 'react-native';
import { text } from '../text/index.ts';

/** What the shop keeps on top of the chat. */
export function PinnedMessage({ message }: { message: ChatMessage }) {
  return (
    <View
      style={styles.card}
      role="note"
      accessible
      accessibilityLabel={`${text.watch.pinned}: ${message.username}, ${message.message}`}
      accessibilityLiveRegion="polite"
    >
      <Icon name="pin" size={16} color={stage.accent} />
      <Txt variant="small" numberOfLines={3} style={{ flex: 1 }}>
        <Txt variant="label" style={{ color: stage.accent }}>
          {message.username}
        </Txt>{' '}
        {message.message}
      </Txt>
    </View>
  );
}
const styles = StyleSheet.create({
  card: {
    flexDirection: 'row',
    gap: 9,
    marginHorizontal: 12,
    paddingHorizontal: 12,
    paddingVertical: 9,
    borderRadius: 12,
    borderWidth: 1,
    borderColor: stage.glassLine,
    backgroundColor: stage.glassStrong,
  },
});
