import type { Guest } from '@vitrine/protocol';
import type { ViewStyle } from 'react-native';
import { useSeat } from '../video/use-seat.ts';
import { StageTile } from './StageTile.tsx';

/** A guest on stage, played from their own seat. */
export function GuestTile({
  streamId,
  guest,
  isSilent = false,
  style,
}: {
  streamId: string;
  guest: Guest;
  isSilent?: boolean;
  style?: ViewStyle;
}) {
  const stream = useSeat(streamId, guest._id, guest.state === 'live');
  return <StageTile name={guest.name} stream={stream} isMuted={guest.muted} isSilent={isSilent} style={style} />;
}
