import { formatDay, formatTime, IconButton, stage, Txt } from '@vitrine/mobile-kit';
import type { Livestream } from '@vitrine/protocol';
import { router } from 'expo-router';
import { useState } from 'react';
import { Pressable, StyleSheet, View } from 'react-native';
import { text } from '../text/index.ts';

/** A show that is coming up, and being told of it. */
export function UpcomingRow({ show, isReminded, onRemind }: { show: Livestream; isReminded: boolean; onRemind: () => Promise<void> }) {
  const [isBusy, setBusy] = useState(false);
  async function remind(): Promise<void> {
    setBusy(true);
    // A refusal leaves the button as it was.
    await onRemind().catch(() => undefined);
    setBusy(false);
  }
  const { scheduledFor, title, hostName } = show;
  const when = scheduledFor ? `${formatDay(scheduledFor)}, ${formatTime(scheduledFor)}` : text.home.noTime;
  return (
    <View style={styles.row}>
      <Pressable
        accessibilityRole="link"
        accessibilityLabel={`${title}, ${hostName}, ${when}`}
        onPress={() => router.push(`/watch/${show._id}`)}
        style={({ pressed }) => [styles.show, pressed && { opacity: 0.7 }]}
      >
        <View style={styles.when}>
          {scheduledFor ? (
            <>
              <Txt variant="heading" style={styles.day}>
                {formatDay(scheduledFor)}
              </Txt>
              <Txt variant="small" tone="muted">
                {formatTime(scheduledFor)}
              </Txt>
            </>
          ) : (
            <Txt variant="small" tone="muted">
              {text.home.noTime}
            </Txt>
          )}
        </View>
        <View style={{ flex: 1, gap: 2 }}>
          <Txt variant="strong" numberOfLines={2}>
            {title}
          </Txt>
          <Txt variant="small" tone="muted" numberOfLines={1}>
            {hostName}
          </Txt>
        </View>
      </Pressable>
      <IconButton
        icon="bell"
        label={`${text.home.remind}: ${title}`}
        isOn={isReminded}
        isDisabled={isBusy}
        color={isReminded ? stage.accent : stage.text}
        onPress={() => void remind()}
        style={isReminded ? styles.reminded : styles.bell}
      />
    </View>
  );
}
const styles = StyleSheet.create({
  row: { flexDirection: 'row', alignItems: 'center', gap: 12, minHeight: 74, borderTopWidth: 1, borderColor: stage.line },
  show: { flex: 1, flexDirection: 'row', alignItems: 'center', gap: 14, minHeight: 60 },
  when: { width: 92, gap: 2 },
  day: { fontSize: 20, lineHeight: 23 },
  bell: { backgroundColor: 'transparent', borderColor: stage.lineStrong },
  reminded: { backgroundColor: stage.accentTint, borderColor: stage.accent },
});
