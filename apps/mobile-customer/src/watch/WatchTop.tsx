import { Avatar, Banner, IconButton, kitText, LiveBadge, Sheet, stage, Txt, type usePicture, useShopState } from '@vitrine/mobile-kit';
import type { LivestreamDetail, LivestreamStatus, PlaybackQuality } from '@vitrine/protocol';
import { router } from 'expo-router';
import { useState } from 'react';
import { Pressable, StyleSheet, View } from 'react-native';
import { text } from '../text/index.ts';
import { leaveShow } from './leave.ts';

const QUALITIES = ['auto', '1080p', '720p', '360p', 'audio'] as const satisfies readonly PlaybackQuality[];

/** Who shows, whether it is on, and the way out. */
export function WatchTop({
  detail,
  status,
  viewers,
  away,
  picture,
  isMuted,
  onUnmute,
}: {
  detail: LivestreamDetail;
  status: LivestreamStatus;
  viewers: number | undefined;
  away: 'reconnecting' | 'offline' | null;
  picture: ReturnType<typeof usePicture>;
  isMuted: boolean;
  onUnmute: () => void;
}) {
  const [isChoosing, setChoosing] = useState(false);
  const state = useShopState();
  const shopName = state.status === 'open' ? state.shop.name : '';
  return (
    <View style={styles.top}>
      <View style={styles.row}>
        <View style={styles.host}>
          <Avatar name={detail.hostName} isLit={status === 'live'} />
          <View style={{ flexShrink: 1 }}>
            <Txt variant="strong" numberOfLines={1}>
              {detail.hostName}
            </Txt>
            <Txt variant="small" tone="text2" numberOfLines={1}>
              {shopName}
            </Txt>
          </View>
        </View>
        <View style={{ flex: 1 }} />
        {status === 'scheduled' ? null : (
          <LiveBadge
            status={status === 'live' ? 'live' : status === 'ended' ? 'ended' : 'paused'}
            viewers={status === 'ended' ? undefined : viewers}
          />
        )}
        <IconButton icon="close" label={text.watch.leave} size={44} onPress={() => leaveShow(router)} />
      </View>
      <View style={styles.row}>
        <Txt variant="heading" style={styles.title} numberOfLines={1} accessibilityRole="header">
          {detail.title}
        </Txt>
        {status === 'live' ? (
          <IconButton icon="settings" label={text.watch.picture} size={44} onPress={() => setChoosing(true)} style={styles.plain} />
        ) : null}
      </View>
      {away && status !== 'ended' ? <Banner text={away === 'offline' ? kitText.offline : kitText.reconnecting} isBusy /> : null}
      {isMuted && picture.stream ? (
        <Pressable accessibilityRole="button" onPress={onUnmute} style={styles.sound}>
          <Txt variant="label">{kitText.soundOn}</Txt>
        </Pressable>
      ) : null}
      <Sheet isOpen={isChoosing} onClose={() => setChoosing(false)} label={text.watch.picture}>
        <Txt variant="title" accessibilityRole="header">
          {text.watch.picture}
        </Txt>
        <View role="radiogroup" aria-label={text.watch.picture}>
          {QUALITIES.map((quality) => (
            <Pressable
              key={quality}
              accessibilityRole="radio"
              accessibilityState={{ checked: picture.quality === quality }}
              style={styles.quality}
              onPress={() => {
                picture.choose(quality);
                setChoosing(false);
              }}
            >
              <Txt variant={picture.quality === quality ? 'strong' : 'body'} tone={picture.quality === quality ? 'accent' : 'text'}>
                {quality === 'audio' && picture.playsInBackground ? text.watch.audioOnly : text.watch.qualities[quality]}
              </Txt>
            </Pressable>
          ))}
        </View>
      </Sheet>
    </View>
  );
}
const styles = StyleSheet.create({
  top: { gap: 10, paddingHorizontal: 12 },
  row: { flexDirection: 'row', alignItems: 'center', gap: 8 },
  host: {
    flexShrink: 1,
    flexDirection: 'row',
    alignItems: 'center',
    gap: 8,
    paddingRight: 14,
    borderRadius: 24,
    backgroundColor: stage.glass,
    borderWidth: 1,
    borderColor: stage.glassLine,
  },
  title: { flex: 1, paddingHorizontal: 4 },
  plain: { backgroundColor: 'transparent', borderWidth: 0 },
  sound: {
    alignSelf: 'center',
    minHeight: 44,
    justifyContent: 'center',
    paddingHorizontal: 18,
    borderRadius: 22,
    backgroundColor: stage.glassStrong,
  },
  quality: { minHeight: 48, justifyContent: 'center' },
});
