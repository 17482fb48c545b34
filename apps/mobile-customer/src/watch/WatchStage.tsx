import { lookForReplay } from '@vitrine/client';
import { Hearts, Overlay, Picture, Scrim, StageVideo, stage, useCheckout, usePicture, useRoom, useShop } from '@vitrine/mobile-kit';
import type { LivestreamDetail, LivestreamStatus } from '@vitrine/protocol';
import { CLOSE } from '@vitrine/protocol/codes';
import { useKeepAwake } from 'expo-keep-awake';
import { useEffect, useState } from 'react';
import { StyleSheet, View } from 'react-native';
import { text } from '../text/index.ts';
import { WatchBottom } from './WatchBottom.tsx';
import { WatchEnded } from './WatchEnded.tsx';
import { WatchGuests } from './WatchGuests.tsx';
import { WatchState } from './WatchState.tsx';
import { WatchTop } from './WatchTop.tsx';

/** A show: its picture over the whole screen, what is said and sold over it. */
export function WatchStage({
  detail,
  reload,
  onReplay,
  onDeleted,
}: {
  detail: LivestreamDetail;
  reload: () => void;
  onReplay: () => void;
  onDeleted: () => void;
}) {
  const shop = useShop();
  const { room, snapshot, away } = useRoom(detail._id);
  const status = snapshot.status === 'joining' || snapshot.status === 'not_found' ? detail.status : snapshot.status;
  const isOnAir = status === 'live' || status === 'interrupted';
  const picture = usePicture(detail._id, status === 'live', (seen) => room.reportPlayback(seen));
  const [isMuted, setMuted] = useState(false);

  async function enter(name: string): Promise<void> {
    if (shop.account === null) await shop.enterAsGuest(name, room.viewerToken);
    room.authenticate();
  }
  const checkout = useCheckout(detail._id, enter);
  // The end is announced with nothing but itself: its figures come from the shop.
  const hasEnded = status === 'ended' && detail.status !== 'ended';
  useEffect(() => {
    if (hasEnded) reload();
  }, [hasEnded, reload]);
  const isDeleted = snapshot.status === 'not_found';
  useEffect(() => {
    if (isDeleted) onDeleted();
  }, [isDeleted, onDeleted]);
  const recording = detail.recording?.state;
  const isMaking = status === 'ended' && (recording === 'recording' || recording === 'finishing');
  useEffect(() => (isMaking ? lookForReplay(reload) : undefined), [isMaking, reload]);

  const awaySince = useAwaySince(status);
  const { connection } = snapshot;
  const isBanned = connection.status === 'gone' && connection.code === CLOSE.banned;
  return (
    <View style={styles.stage}>
      {isOnAir ? <Awake /> : null}
      {picture.stream ? (
        <StageVideo
          stream={picture.stream}
          isMuted={isMuted}
          onMutedBySystem={() => setMuted(true)}
          label={text.watch.video(detail.title)}
        />
      ) : (
        <Picture src={detail.thumbnailUrl} isGround style={styles.poster} />
      )}
      <Scrim />
      <Overlay>
        <WatchTop
          detail={detail}
          status={status}
          viewers={snapshot.status === 'joining' ? undefined : snapshot.viewerCount}
          away={away}
          picture={picture}
          isMuted={isMuted}
          onUnmute={() => setMuted(false)}
        />
        <WatchState
          detail={detail}
          status={status}
          picture={picture}
          viewers={snapshot.viewerCount}
          isBanned={isBanned}
          awaySince={awaySince}
        />
        {status === 'ended' ? (
          <WatchEnded
            detail={detail}
            duration={snapshot.duration ?? detail.duration}
            isMaking={isMaking}
            room={room}
            snapshot={snapshot}
            checkout={checkout}
            onReplay={onReplay}
          />
        ) : (
          <>
            {isOnAir ? <WatchGuests streamId={detail._id} snapshot={snapshot} isMuted={isMuted} /> : null}
            <Hearts likes={snapshot.likes} />
            <WatchBottom
              detail={detail}
              room={room}
              snapshot={snapshot}
              isAway={away !== null}
              isBanned={isBanned}
              checkout={checkout}
              enter={enter}
            />
          </>
        )}
      </Overlay>
    </View>
  );
}
/** When a show that was on lost its host, in ms. */
function useAwaySince(status: LivestreamStatus): number | null {
  const [known, setKnown] = useState<{ status: LivestreamStatus; awaySince: number | null }>({ status, awaySince: null });
  if (known.status === status) return known.awaySince;
  const awaySince = status === 'interrupted' && known.status === 'live' ? Date.now() : null;
  setKnown({ status, awaySince });
  return awaySince;
}
/** The screen stays on while there is something to watch, and no longer. */
function Awake() {
  useKeepAwake();
  return null;
}
const styles = StyleSheet.create({
  stage: { flex: 1, backgroundColor: stage.well, overflow: 'hidden' },
  poster: { position: 'absolute', top: 0, right: 0, bottom: 0, left: 0, borderRadius: 0, opacity: 0.5, backgroundColor: stage.well },
});
