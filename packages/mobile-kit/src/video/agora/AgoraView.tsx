import { useSyncExternalStore } from 'react';
import { StyleSheet } from 'react-native';
import { RtcSurfaceView } from 'react-native-agora';
import { AGORA } from './engine.ts';
import type { AgoraStream } from './stand-ins.ts';

/** The picture of an Agora stream, which the engine draws itself. */
export default function AgoraView({
  stream,
  isMirrored,
  isOnTop,
  label,
}: {
  stream: AgoraStream;
  isMirrored: boolean;
  isOnTop: boolean;
  label: string;
}) {
  const picture = useSyncExternalStore(
    (listener) => stream.subscribe(listener),
    () => stream.getSnapshot(),
  );
  if (!picture) return null;
  const look = { renderMode: AGORA.hidden, mirrorMode: isMirrored ? AGORA.mirrored : AGORA.notMirrored };
  return (
    <RtcSurfaceView
      key={picture.isOwn ? 'own' : picture.uid}
      canvas={picture.isOwn ? { uid: 0, ...look } : { uid: picture.uid, ...look }}
      {...(picture.isOwn ? {} : { connection: picture.connection })}
      zOrderMediaOverlay={isOnTop}
      style={StyleSheet.absoluteFill}
      accessible
      accessibilityLabel={label}
    />
  );
}
