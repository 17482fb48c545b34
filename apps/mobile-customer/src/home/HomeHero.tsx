import { Button, LiveBadge, Picture, Scrim, stage, Txt } from '@vitrine/mobile-kit';
import type { Livestream } from '@vitrine/protocol';
import { router } from 'expo-router';
import { StyleSheet, useWindowDimensions, View } from 'react-native';
import { text } from '../text/en.ts';

/** The show that most people watch now. */
export function HomeHero({ show }: { show: Livestream }) {
  const { height } = useWindowDimensions();
  return (
    <View style={[styles.hero, { height: Math.min(620, Math.max(420, height * 0.7)) }]}>
      <Picture src={show.thumbnailUrl} isGround style={styles.picture} />
      <Scrim />
      <View style={styles.words}>
        <View style={{ alignSelf: 'flex-start' }}>
          <LiveBadge status={show.status === 'interrupted' ? 'paused' : 'live'} viewers={show.viewerCount} />
        </View>
        <Txt variant="hero" accessibilityRole="header">
          {show.title}
        </Txt>
        {show.description ? (
          <Txt tone="text2" numberOfLines={2}>
            {show.description}
          </Txt>
        ) : null}
        <Button
          label={text.home.stepInside}
          icon="play"
          variant="buy"
          onPress={() => router.push(`/watch/${show._id}`)}
          style={{ minHeight: 54 }}
        />
      </View>
    </View>
  );
}
const styles = StyleSheet.create({
  hero: {
    justifyContent: 'flex-end',
    overflow: 'hidden',
    borderBottomLeftRadius: 22,
    borderBottomRightRadius: 22,
    backgroundColor: stage.well,
  },
  picture: { position: 'absolute', top: 0, right: 0, bottom: 0, left: 0, borderRadius: 0 },
  words: { gap: 12, padding: 20 },
});
