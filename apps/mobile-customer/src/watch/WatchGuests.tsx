import type { RoomSnapshot } from '@vitrine/client';
import { Banner, GuestTile } from '@vitrine/mobile-kit';
import { useEffect, useRef, useState } from 'react';
import { StyleSheet, View, type ViewStyle } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';
import { text } from '../text/index.ts';
import { OwnSeat } from './OwnSeat.tsx';

/** So long it is said that one is off the stage, in ms. */
const FAREWELL = 6_000;

/** Who is on stage beside the host: the others' pictures, and one's own place there. */
export function WatchGuests({ streamId, snapshot, isMuted }: { streamId: string; snapshot: RoomSnapshot; isMuted: boolean }) {
  const insets = useSafeAreaInsets();
  const { invitation, guests, self } = snapshot;
  const others = guests.filter(({ _id, state }) => state === 'live' && _id !== self?.viewerId);
  const isOnStage = invitation !== null && invitation.guest.state !== 'invited';
  const isOff = useFarewell(isOnStage);
  const count = others.length + (isOnStage ? 1 : 0);
  // Three as large as one would cover the chat.
  const size: ViewStyle = count > 1 ? { width: 84, height: 112 } : { width: 108, height: 146 };
  const top = insets.top + 120;
  return (
    <>
      {others.length > 0 || invitation ? (
        <View style={[styles.column, { top }]} {...(count > 0 ? { role: 'group', 'aria-label': text.stage.guests } : {})}>
          {others.map((guest) => (
            <GuestTile key={guest._id} streamId={streamId} guest={guest} isSilent={isMuted} style={size} />
          ))}
          {invitation ? <OwnSeat streamId={streamId} invitation={invitation} style={size} /> : null}
        </View>
      ) : null}
      {isOff ? (
        <View style={[styles.farewell, { top }]}>
          <Banner text={text.stage.off} />
        </View>
      ) : null}
    </>
  );
}

/** True for a while after one was on stage, whoever ended it. */
function useFarewell(isOnStage: boolean): boolean {
  const wasThere = useRef(false);
  const [isOff, setOff] = useState(false);
  useEffect(() => {
    if (isOnStage) {
      wasThere.current = true;
      setOff(false);
      return;
    }
    if (!wasThere.current) return;
    wasThere.current = false;
    setOff(true);
    const timer = setTimeout(() => setOff(false), FAREWELL);
    return () => clearTimeout(timer);
  }, [isOnStage]);
  return isOff;
}
const styles = StyleSheet.create({
  column: { position: 'absolute', right: 12, zIndex: 1, gap: 8 },
  farewell: { position: 'absolute', left: 16, right: 16, zIndex: 1 },
});
