import { lazy, Suspense, useEffect } from 'react';
import { StyleSheet } from 'react-native';
import { type MediaStream as NativeStream, RTCView } from 'react-native-webrtc';
import { AgoraStream } from './agora/stand-ins.ts';
import type { StageVideoProps } from './surroundings.ts';

// Its native module wakes with the first show that needs it.
const AgoraView = lazy(() => import('./agora/AgoraView.tsx'));

/** The picture, filling its place. */
export function StageVideo({ stream, isMirrored = false, isMuted, isOnTop = false, label }: StageVideoProps) {
  const shown = stream as unknown as NativeStream | AgoraStream | null;
  useEffect(() => {
    // One's own sound is never played here; its track decides whether the others hear it.
    for (const track of shown?.getAudioTracks() ?? []) if (track.remote) track.enabled = !isMuted;
  }, [shown, isMuted]);
  if (shown instanceof AgoraStream)
    return (
      <Suspense fallback={null}>
        <AgoraView stream={shown} isMirrored={isMirrored} isOnTop={isOnTop} label={label} />
      </Suspense>
    );
  return (
    <RTCView
      streamURL={shown?.toURL() ?? ''}
      objectFit="cover"
      mirror={isMirrored}
      zOrder={isOnTop ? 1 : 0}
      style={StyleSheet.absoluteFill}
      accessible
      accessibilityLabel={label}
    />
  );
}
