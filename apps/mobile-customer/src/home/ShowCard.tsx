import { formatClock, formatDayAndTime, LiveBadge, Picture, stage, Txt } from '@vitrine/mobile-kit';
import type { Livestream } from '@vitrine/protocol';
import { router } from 'expo-router';
import { Pressable, StyleSheet, View } from 'react-native';

/** A show in a row of others, and why it is recommended. */
export function ShowCard({ show, reason }: { show: Livestream; reason?: string }) {
  const isOn = show.status === 'live' || show.status === 'interrupted';
  const when = show.status === 'scheduled' && show.scheduledFor ? formatDayAndTime(show.scheduledFor) : '';
  const length = show.status === 'ended' && show.duration > 0 ? formatClock(show.duration) : '';
  return (
    <Pressable
      accessibilityRole="link"
      accessibilityLabel={[show.title, reason, show.hostName, when].filter(Boolean).join(', ')}
      onPress={() => router.push(`/watch/${show._id}`)}
      style={({ pressed }) => [styles.card, pressed && { opacity: 0.8 }]}
    >
      <Picture src={show.thumbnailUrl} style={styles.picture} />
      {isOn ? (
        <View style={styles.badge}>
          <LiveBadge status={show.status === 'interrupted' ? 'paused' : 'live'} viewers={show.viewerCount} />
        </View>
      ) : when || length ? (
        <View style={[styles.badge, styles.length]}>
          <Txt variant="figure" style={{ fontSize: 12, lineHeight: 16 }}>
            {when || length}
          </Txt>
        </View>
      ) : null}
      {reason ? (
        <Txt variant="small" tone="text2" numberOfLines={2}>
          {reason}
        </Txt>
      ) : null}
      <Txt variant="heading" numberOfLines={1} style={styles.title}>
        {show.title}
      </Txt>
      <Txt variant="small" tone="muted" numberOfLines={1}>
        {show.hostName}
      </Txt>
    </Pressable>
  );
}
const styles = StyleSheet.create({
  card: { width: 262, gap: 2 },
  picture: { width: 262, height: 168, marginBottom: 8, borderRadius: 16, borderWidth: 1, borderColor: stage.line },
  badge: { position: 'absolute', top: 10, left: 10 },
  length: {
    paddingHorizontal: 8,
    paddingVertical: 4,
    borderRadius: 8,
    borderWidth: 1,
    borderColor: stage.glassLine,
    backgroundColor: stage.glassStrong,
  },
  title: { fontSize: 21, lineHeight: 25 },
});
