import { formatCount, formatDayAndTime, LiveBadge, Picture, stage, Txt } from '@vitrine/mobile-kit';
import type { Livestream } from '@vitrine/protocol';
import { router } from 'expo-router';
import { Pressable, StyleSheet, View } from 'react-native';
import { text } from '../text/en.ts';

/** A show that is on or over, and why it is recommended. */
export function ShowCard({ show, reason }: { show: Livestream; reason?: string }) {
  const isOn = show.status === 'live' || show.status === 'interrupted';
  const about = reason ?? (isOn ? show.hostName : show.startTime ? formatDayAndTime(show.startTime) : '');
  return (
    <Pressable
      accessibilityRole="link"
      accessibilityLabel={[show.title, about].filter(Boolean).join(', ')}
      onPress={() => router.push(`/watch/${show._id}`)}
      style={({ pressed }) => [styles.card, pressed && { opacity: 0.8 }]}
    >
      <Picture src={show.thumbnailUrl} style={styles.picture} />
      {isOn ? (
        <View style={styles.badge}>
          <LiveBadge status={show.status === 'interrupted' ? 'paused' : 'live'} viewers={show.viewerCount} />
        </View>
      ) : null}
      <Txt variant="strong" numberOfLines={1}>
        {show.title}
      </Txt>
      <Txt variant="small" tone="muted" numberOfLines={2}>
        {about}
      </Txt>
      {show.status === 'ended' && show.peakViewers > 0 ? (
        <Txt variant="small" tone="muted">
          {text.home.peak(formatCount(show.peakViewers))}
        </Txt>
      ) : null}
    </Pressable>
  );
}
const styles = StyleSheet.create({
  card: { width: 262, gap: 4 },
  picture: { width: 262, height: 164, marginBottom: 6, borderRadius: 16, borderWidth: 1, borderColor: stage.line },
  badge: { position: 'absolute', top: 10, left: 10 },
});
