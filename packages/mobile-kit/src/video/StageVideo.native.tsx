import { useEffect } from 'react';
import { StyleSheet } from 'react-native';
import { type MediaStream as NativeStream, RTCView } from 'react-native-webrtc';
import type { StageVideoProps } from './surroundings.ts';

/** The picture, filling its place. */
export function StageVideo({ stream, isMirrored = false, isMuted, isOnTop = false, label }: StageVideoProps) {
  const native = stream as unknown as NativeStream | null;
  useEffect(() => {
    // One's own sound is never played here; its track decides whether the others hear it.
    for (const track of native?.getAudioTracks() ?? []) if (track.remote) track.enabled = !isMuted;
  }, [native, isMuted]);
  return (
    <RTCView
      streamURL={native?.toURL() ?? ''}
      objectFit="cover"
      mirror={isMirrored}
      zOrder={isOnTop ? 1 : 0}
      style={StyleSheet.absoluteFill}
      accessible
      accessibilityLabel={label}
    />
  );
}
