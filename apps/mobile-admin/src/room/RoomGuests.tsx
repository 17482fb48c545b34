import { GuestTile, StageTile } from '@vitrine/mobile-kit';
import type { Guest } from '@vitrine/protocol';
import { StyleSheet, View } from 'react-native';
import { text } from '../text/en.ts';

/** Who is on stage, seen and heard: a host who runs the show from this phone talks with them. */
export function RoomGuests({ streamId, guests }: { streamId: string; guests: readonly Guest[] }) {
  if (guests.length === 0) return null;
  return (
    <View style={styles.row} role="group" aria-label={text.stage.title}>
      {guests.map((guest) =>
        guest.state === 'live' ? (
          <GuestTile key={guest._id} streamId={streamId} guest={guest} style={styles.tile} />
        ) : (
          <StageTile key={guest._id} name={guest.name} stream={null} note={text.stage.states[guest.state]} style={styles.tile} />
        ),
      )}
    </View>
  );
}
const styles = StyleSheet.create({
  row: { flexDirection: 'row', gap: 8, paddingHorizontal: 12, paddingTop: 10 },
  tile: { width: 84, height: 112 },
});
