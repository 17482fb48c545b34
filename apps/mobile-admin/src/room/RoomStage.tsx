import { Hearts, Overlay, Scrim, StageVideo, stage, useAccount, useRoom, useShop } from '@vitrine/mobile-kit';
import { useBroadcast } from '@vitrine/mobile-kit/host';
import type { LivestreamDetail } from '@vitrine/protocol';
import { useKeepAwake } from 'expo-keep-awake';
import { router } from 'expo-router';
import { useEffect, useState } from 'react';
import { BackHandler, Platform, StyleSheet, View } from 'react-native';
import { text } from '../text/en.ts';
import { EndSheet } from './EndSheet.tsx';
import { RoomBottom } from './RoomBottom.tsx';
import { RoomEnded } from './RoomEnded.tsx';
import { RoomGuests } from './RoomGuests.tsx';
import { RoomMiddle } from './RoomMiddle.tsx';
import { RoomTools } from './RoomTools.tsx';
import { RoomTop } from './RoomTop.tsx';

/** The room of a show: one's own picture over the whole screen, and what runs the show over it. */
export function RoomStage({ detail }: { detail: LivestreamDetail }) {
  const shop = useShop();
  const account = useAccount();
  const mayRun = account?.role === 'admin' || account?._id === detail.createdBy;
  const { room, snapshot, away } = useRoom(detail._id, 'admin');
  const status = snapshot.status === 'joining' || snapshot.status === 'not_found' ? detail.status : snapshot.status;
  const isOnAir = status === 'live' || status === 'interrupted';
  const { camera, broadcast, state } = useBroadcast(detail._id, detail.quality, isOnAir, mayRun);
  const [isAsking, setAsking] = useState(false);
  const isSending = state.status !== 'off' && state.status !== 'failed';

  useEffect(() => {
    if (status !== 'ended') return;
    void broadcast.stop();
    camera.close();
  }, [status, broadcast, camera.close]);
  // Back would leave the viewers alone with a black picture: it asks first.
  useEffect(() => {
    if (Platform.OS === 'web' || !isSending || !isOnAir) return;
    const subscription = BackHandler.addEventListener('hardwareBackPress', () => {
      setAsking(true);
      return true;
    });
    return () => subscription.remove();
  }, [isSending, isOnAir]);

  async function end(): Promise<void> {
    await shop.api.endLivestream(detail._id);
    setAsking(false);
    await broadcast.stop();
    camera.close();
  }
  if (status === 'ended') return <RoomEnded detail={detail} duration={snapshot.duration ?? detail.duration} />;
  const leave = (): void => {
    if (isSending && isOnAir) setAsking(true);
    else if (router.canGoBack()) router.back();
    else router.replace('/');
  };
  return (
    <View style={styles.stage}>
      {isOnAir && isSending ? <Awake /> : null}
      {camera.stream ? (
        <StageVideo
          stream={camera.stream}
          isMuted
          isMirrored={camera.facing === 'user'}
          label={isOnAir ? text.room.picture : text.room.preview}
        />
      ) : null}
      <Scrim />
      <Overlay>
        <RoomTop
          detail={detail}
          snapshot={snapshot}
          status={status}
          state={state}
          away={away}
          mayRun={mayRun}
          onEnd={end}
          onAskEnd={() => setAsking(true)}
          onLeave={leave}
        />
        {mayRun ? <RoomTools camera={camera} snapshot={snapshot} streamId={detail._id} isOnAir={isOnAir} /> : null}
        {isOnAir ? <RoomGuests streamId={detail._id} guests={snapshot.guests} /> : null}
        <RoomMiddle
          title={detail.title}
          camera={camera}
          broadcast={broadcast}
          state={state}
          isOnAir={isOnAir}
          host={mayRun ? null : detail.hostName}
        />
        {isOnAir ? (
          <>
            <Hearts likes={snapshot.likes} />
            <RoomBottom detail={detail} room={room} snapshot={snapshot} isAway={away !== null} mayRun={mayRun} />
          </>
        ) : null}
      </Overlay>
      <EndSheet isOpen={isAsking} onClose={() => setAsking(false)} onEnd={end} />
    </View>
  );
}
/** The screen stays on while this phone is on air, and no longer. */
function Awake() {
  useKeepAwake();
  return null;
}
const styles = StyleSheet.create({
  stage: { flex: 1, backgroundColor: stage.well, overflow: 'hidden' },
});
