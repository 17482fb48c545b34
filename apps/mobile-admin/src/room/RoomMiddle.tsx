import { Button, Loading, Notice, sayProblem, stage, Txt } from '@vitrine/mobile-kit';
import type { CameraDesk, useBroadcast } from '@vitrine/mobile-kit/host';
import { Linking, Platform, View } from 'react-native';
import { text } from '../text/en.ts';
import type { Sending } from './sending.ts';

type OwnBroadcast = ReturnType<typeof useBroadcast>['broadcast'];

/** What is between the person and the show: the camera's permission, the countdown, trouble. Nothing while all is well. */
export function RoomMiddle({
  title,
  camera,
  broadcast,
  state,
  isOnAir,
  host,
}: {
  title: string;
  camera: CameraDesk;
  broadcast: OwnBroadcast;
  state: Sending;
  isOnAir: boolean;
  /** Whose show it is, where it is not one's own. */
  host: string | null;
}) {
  const words = text.room;
  const cancel = <Button label={words.cancel} onPress={() => void broadcast.stop()} />;
  if (host !== null) return isOnAir ? <View style={{ flexGrow: 1 }} /> : <Notice title={words.notYours(host)} text={words.notYoursText} />;
  switch (state.status) {
    case 'on':
      return <View style={{ flexGrow: 1 }} />;
    case 'counting':
      return <Notice title={words.countdown(state.left)}>{cancel}</Notice>;
    case 'connecting':
      return <Notice title={words.connecting}>{cancel}</Notice>;
    case 'starting':
      return <Notice title={words.starting} />;
    case 'reconnecting':
      return <Notice title={words.reconnecting} />;
    case 'paused':
      // Back in front it goes on by itself; where the camera was taken meanwhile, it is said, and asked for again.
      if (camera.state.status === 'failed') break;
      return (
        <Notice title={words.pausedHere}>
          {camera.stream ? <SendPicture label={words.sendPicture} stream={camera.stream} broadcast={broadcast} /> : null}
        </Notice>
      );
    default:
      break;
  }
  if (camera.state.status === 'looking' || camera.state.status === 'opening') return <Loading />;
  if (camera.state.status === 'explain')
    return (
      <Notice title={words.explainTitle} text={words.explainText}>
        <Button label={words.explainOpen} variant="buy" onPress={() => void camera.open()} />
      </Notice>
    );
  if (camera.state.status === 'failed') {
    const { trouble } = camera.state;
    // A page can't open a browser's settings.
    const hasSettings = trouble === 'final' && Platform.OS !== 'web';
    return (
      <Notice title={words.explainTitle} text={words.troubles[trouble]}>
        {hasSettings ? <Button label={words.settings} variant="buy" onPress={() => void Linking.openSettings()} /> : null}
        <Button label={words.explainOpen} variant={hasSettings ? 'line' : 'buy'} onPress={() => void camera.open()} />
      </Notice>
    );
  }
  const { stream } = camera.state;
  const failed =
    state.status === 'failed' ? `${state.at === 'picture' ? words.failedPicture : words.failedStart} ${sayProblem(state.error)}` : null;
  return (
    <View style={{ flexGrow: 1, justifyContent: 'flex-end', gap: 12, paddingHorizontal: 16, paddingBottom: 12 }}>
      <Txt variant="title" numberOfLines={2} accessibilityRole="header">
        {title}
      </Txt>
      {isOnAir && !failed ? <Txt tone="text2">{words.elsewhere}</Txt> : null}
      {failed ? (
        <Txt role="alert" style={{ color: stage.danger }}>
          {failed}
        </Txt>
      ) : null}
      <SendPicture label={isOnAir ? words.sendPicture : words.goLive} stream={stream} broadcast={broadcast} />
    </View>
  );
}

function SendPicture({ label, stream, broadcast }: { label: string; stream: MediaStream; broadcast: OwnBroadcast }) {
  return <Button label={label} variant="buy" isWide onPress={() => void broadcast.goLive(stream)} style={{ minHeight: 56 }} />;
}
