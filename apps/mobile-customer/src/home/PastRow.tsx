import { formatClock, formatDay, Icon, Picture, stage, Txt } from '@vitrine/mobile-kit';
import type { Livestream } from '@vitrine/protocol';
import { router } from 'expo-router';
import { Pressable, StyleSheet, View } from 'react-native';
import { text } from '../text/index.ts';

/** A show that is over: its picture, its length, the way back to its pieces and chat. */
export function PastRow({ show }: { show: Livestream }) {
  const about = [show.startTime ? formatDay(show.startTime) : '', show.hostName].filter(Boolean).join(', ');
  const way = show.recordingUrl ? text.home.replay : text.home.see;
  return (
    <Pressable
      accessibilityRole="link"
      accessibilityLabel={[show.title, about, way].join(', ')}
      onPress={() => router.push(`/watch/${show._id}`)}
      style={({ pressed }) => [styles.row, pressed && { opacity: 0.8 }]}
    >
      <View>
        <Picture src={show.thumbnailUrl} style={styles.picture} />
        {show.recordingUrl ? (
          <View style={styles.play}>
            <Icon name="play" size={13} />
          </View>
        ) : null}
        {show.duration > 0 ? (
          <View style={styles.length}>
            <Txt variant="figure" style={{ fontSize: 12, lineHeight: 16 }}>
              {formatClock(show.duration)}
            </Txt>
          </View>
        ) : null}
      </View>
      <View style={styles.words}>
        <Txt variant="heading" numberOfLines={2} style={styles.title}>
          {show.title}
        </Txt>
        <Txt variant="small" tone="muted" numberOfLines={1}>
          {about}
        </Txt>
        <View style={styles.way}>
          {show.lineupPictures ? (
            <View style={styles.pieces}>
              {show.lineupPictures.map((picture, place) => (
                <Picture key={picture} src={picture} style={place === 0 ? styles.piece : styles.behind} />
              ))}
            </View>
          ) : null}
          <Txt variant="label" style={{ flexShrink: 1 }}>
            {way}
          </Txt>
        </View>
      </View>
    </Pressable>
  );
}
const badge = { position: 'absolute', backgroundColor: stage.glassStrong, borderWidth: 1, borderColor: stage.glassLine } as const;
const piece = { width: 30, height: 30, borderRadius: 15, borderWidth: 2, borderColor: stage.bg } as const;
const styles = StyleSheet.create({
  row: { flexDirection: 'row', alignItems: 'center', gap: 14 },
  picture: { width: 140, height: 104, borderRadius: 14, borderWidth: 1, borderColor: stage.line },
  play: { ...badge, left: 8, top: 8, width: 28, height: 28, alignItems: 'center', justifyContent: 'center', borderRadius: 14 },
  length: { ...badge, right: 8, bottom: 8, paddingHorizontal: 7, paddingVertical: 3, borderRadius: 7 },
  words: { flex: 1, gap: 3 },
  title: { fontSize: 20, lineHeight: 23 },
  way: { flexDirection: 'row', alignItems: 'center', gap: 9, marginTop: 4 },
  pieces: { flexDirection: 'row' },
  piece,
  behind: { ...piece, marginLeft: -8 },
});
