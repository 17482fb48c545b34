import { useVideoPlayer, VideoView } from 'expo-video';
import { useEffect } from 'react';
import { StyleSheet } from 'react-native';
import { attachPhonePlayer } from './phone-player.native.ts';
import type { ReplayVideoProps } from './surroundings.ts';

/** How often the position is told, in seconds. */
const TOLD_EVERY = 0.25;

/** The recording, filling its place. */
export function ReplayVideo({ player, label, token }: ReplayVideoProps) {
  const video = useVideoPlayer(null, (made) => {
    made.timeUpdateEventInterval = TOLD_EVERY;
  });
  useEffect(() => attachPhonePlayer(player, video, token), [player, video, token]);
  return (
    <VideoView
      player={video}
      nativeControls={false}
      contentFit="cover"
      style={StyleSheet.absoluteFill}
      accessible
      accessibilityLabel={label}
    />
  );
}
