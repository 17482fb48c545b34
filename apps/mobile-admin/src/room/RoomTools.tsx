import type { RoomSnapshot } from '@vitrine/client';
import { IconButton } from '@vitrine/mobile-kit';
import type { CameraDesk } from '@vitrine/mobile-kit/host';
import { useState } from 'react';
import { StyleSheet, View } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';
import { text } from '../text/en.ts';
import { GuestSheet } from './GuestSheet.tsx';

/** What one does with one's own camera, and who stands beside it. */
export function RoomTools({
  camera,
  snapshot,
  streamId,
  isOnAir,
}: {
  camera: CameraDesk;
  snapshot: RoomSnapshot;
  streamId: string;
  isOnAir: boolean;
}) {
  const insets = useSafeAreaInsets();
  const [isOpen, setOpen] = useState(false);
  return (
    <View style={[styles.tools, { top: insets.top + 112 }]}>
      {camera.stream ? (
        <>
          <IconButton icon="flip" label={text.room.turn} onPress={() => void camera.turn()} />
          <IconButton
            icon={camera.isMuted ? 'micOff' : 'mic'}
            label={camera.isMuted ? text.room.unmute : text.room.mute}
            isOn={camera.isMuted}
            onPress={() => camera.setMuted(!camera.isMuted)}
          />
          {camera.hasTorch ? (
            <IconButton
              icon="torch"
              label={camera.isLit ? text.room.lightOff : text.room.light}
              isOn={camera.isLit}
              isFilled={camera.isLit}
              onPress={() => void camera.setLit(!camera.isLit).catch(() => undefined)}
            />
          ) : null}
        </>
      ) : null}
      {isOnAir ? (
        <IconButton
          icon="invite"
          label={text.stage.open(snapshot.guests.length)}
          isOn={snapshot.guests.length > 0}
          onPress={() => setOpen(true)}
        />
      ) : null}
      <GuestSheet isOpen={isOpen} onClose={() => setOpen(false)} snapshot={snapshot} streamId={streamId} />
    </View>
  );
}
const styles = StyleSheet.create({ tools: { position: 'absolute', right: 12, gap: 10, zIndex: 1 } });
