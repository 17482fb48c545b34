import { useEffect } from 'react';
import { StyleSheet } from 'react-native';
import { type MediaStream as NativeStream, RTCView } from 'react-native-webrtc';
import type { StageVideoProps } from './surroundings.ts';

/** The picture, filling its place. */
export function StageVideo({ stream, isMirrored = false, isMuted, label }: StageVideoProps) {
  useEffect(() => {
    for (const track of stream?.getAudioTracks() ?? []) track.enabled = !isMuted;
  }, [stream, isMuted]);
  const native = stream as unknown as NativeStream | null;
  return (
    <RTCView
      streamURL={native?.toURL() ?? ''}
      objectFit="cover"
      mirror={isMirrored}
      style={StyleSheet.absoluteFill}
      accessible
      accessibilityLabel={label}
    />
  );
}
