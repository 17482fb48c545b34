import { Button, formatDayAndTime, Picture, stage, Txt } from '@vitrine/mobile-kit';
import type { Livestream } from '@vitrine/protocol';
import { router } from 'expo-router';
import { useState } from 'react';
import { Pressable, StyleSheet, View } from 'react-native';
import { text } from '../text/en.ts';

/** A show that is coming up, and being told of it. */
export function UpcomingRow({ show, isReminded, onRemind }: { show: Livestream; isReminded: boolean; onRemind: () => Promise<void> }) {
  const [isBusy, setBusy] = useState(false);
  async function remind(): Promise<void> {
    setBusy(true);
    // A refusal leaves the button as it was.
    await onRemind().catch(() => undefined);
    setBusy(false);
  }
  const when = show.scheduledFor ? formatDayAndTime(show.scheduledFor) : text.home.noTime;
  return (
    <View style={styles.row}>
      <Pressable
        accessibilityRole="link"
        accessibilityLabel={`${show.title}, ${when}`}
        onPress={() => router.push(`/watch/${show._id}`)}
        style={styles.show}
      >
        <Picture src={show.thumbnailUrl} style={styles.picture} />
        <View style={{ flex: 1, gap: 2 }}>
          <Txt variant="small" tone="muted">
            {when}
          </Txt>
          <Txt variant="strong" numberOfLines={2}>
            {show.title}
          </Txt>
        </View>
      </Pressable>
      <Button
        label={isReminded ? text.home.reminded : text.home.remind}
        icon="bell"
        isBusy={isBusy}
        onPress={() => void remind()}
        style={styles.remind}
      />
    </View>
  );
}
const styles = StyleSheet.create({
  row: { gap: 10, padding: 12, borderRadius: 16, backgroundColor: stage.surface1, borderWidth: 1, borderColor: stage.line },
  show: { flexDirection: 'row', alignItems: 'center', gap: 12 },
  picture: { width: 84, height: 60 },
  remind: { minHeight: 44 },
});
