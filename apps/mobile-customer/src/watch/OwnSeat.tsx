import type { Invitation as Asked } from '@vitrine/client';
import { Button, IconButton, Sheet, StageTile, sayProblem, Txt } from '@vitrine/mobile-kit';
import { type GuestSeat, useGuest } from '@vitrine/mobile-kit/host';
import { useState } from 'react';
import { Pressable, StyleSheet, View, type ViewStyle } from 'react-native';
import { text } from '../text/index.ts';
import { Invitation } from './Invitation.tsx';

const words = text.stage;

/** One's own place on stage: the invitation, and then oneself, with the switches for it behind a press. */
export function OwnSeat({ streamId, invitation, style }: { streamId: string; invitation: Asked; style?: ViewStyle }) {
  const seat = useGuest(streamId, invitation);
  const [isOpen, setOpen] = useState(false);
  if (!seat.isOnStage) return <Invitation asked={invitation} seat={seat} />;
  const { camera } = seat;
  const { name } = invitation.guest;
  return (
    <>
      <Pressable accessibilityRole="button" accessibilityLabel={words.own} onPress={() => setOpen(true)}>
        <StageTile
          name={name}
          stream={camera.isHidden ? null : camera.stream}
          isMuted={camera.isMuted || seat.isSilenced}
          isSilent
          isMirrored={camera.facing === 'user'}
          note={noteOf(seat)}
          style={{ ...style, ...styles.own }}
        />
      </Pressable>
      <Sheet isOpen={isOpen} onClose={() => setOpen(false)} label={words.own}>
        <Switches seat={seat} />
      </Sheet>
    </>
  );
}

function Switches({ seat }: { seat: GuestSeat }) {
  const { camera } = seat;
  const [isLeaving, setLeaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function leave(): Promise<void> {
    setLeaving(true);
    setProblem(null);
    await seat.leave().catch((error: unknown) => setProblem(sayProblem(error)));
    setLeaving(false);
  }
  const note = noteOf(seat);
  return (
    <>
      <Txt variant="title" accessibilityRole="header">
        {words.own}
      </Txt>
      {note ? <Txt tone="text2">{note}</Txt> : null}
      {camera.stream ? (
        <View style={styles.switches}>
          <IconButton
            icon={camera.isMuted ? 'micOff' : 'mic'}
            label={camera.isMuted ? words.unmute : words.mute}
            isOn={camera.isMuted}
            size={56}
            onPress={() => camera.setMuted(!camera.isMuted)}
          />
          <IconButton
            icon={camera.isHidden ? 'cameraOff' : 'camera'}
            label={camera.isHidden ? words.cameraOn : words.cameraOff}
            isOn={camera.isHidden}
            size={56}
            onPress={() => camera.setHidden(!camera.isHidden)}
          />
          <IconButton icon="flip" label={words.turn} size={56} onPress={() => void camera.turn()} />
        </View>
      ) : (
        <Button
          label={words.look}
          icon="camera"
          variant="buy"
          isWide
          isBusy={camera.state.status === 'opening'}
          onPress={() => void camera.open()}
        />
      )}
      {seat.sending === 'failed' ? <Button label={words.sendAgain} variant="buy" isWide onPress={seat.sendAgain} /> : null}
      {problem ? (
        <Txt variant="small" tone="danger" role="alert" accessibilityLiveRegion="polite">
          {problem}
        </Txt>
      ) : null}
      <Button label={words.leave} icon="out" variant="danger" isWide isBusy={isLeaving} onPress={() => void leave()} />
    </>
  );
}

/** What one has to know of one's own picture; nothing while all is well. */
function noteOf({ camera, sending, isSilenced }: GuestSeat): string | undefined {
  if (camera.state.status === 'failed') return words.trouble[camera.state.trouble];
  if (camera.state.status === 'explain') return words.noCamera;
  if (sending === 'failed') return words.notSent;
  if (isSilenced) return words.silenced;
  return sending === 'live' ? undefined : words.connecting;
}
const styles = StyleSheet.create({
  own: { borderColor: '#ffd54a', borderWidth: 2 },
  switches: { flexDirection: 'row', justifyContent: 'center', gap: 20 },
});
