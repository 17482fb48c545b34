import type { Invitation as Asked } from '@vitrine/client';
import { Button, Sheet, StageTile, sayProblem, Txt } from '@vitrine/mobile-kit';
import type { GuestSeat } from '@vitrine/mobile-kit/host';
import { useState } from 'react';
import { Linking, Platform } from 'react-native';
import { text } from '../text/index.ts';

const words = text.stage;

/** The host asks one on stage: what it means, a look at oneself, then yes or no. */
export function Invitation({ asked, seat }: { asked: Asked; seat: GuestSeat }) {
  const { camera } = seat;
  const [busy, setBusy] = useState<'accept' | 'decline' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  async function answer(how: 'accept' | 'decline'): Promise<void> {
    if (busy) return;
    setBusy(how);
    setProblem(null);
    // The room tells how one stands afterwards, and this goes.
    await seat[how]().catch((error: unknown) => setProblem(sayProblem(error)));
    setBusy(null);
  }
  const trouble = camera.state.status === 'failed' ? camera.state.trouble : null;
  const hasSettings = trouble === 'final' && Platform.OS !== 'web';
  const said = problem ?? (trouble && words.trouble[trouble]);
  return (
    <Sheet
      isOpen
      onClose={() => void answer('decline')}
      label={words.askedTitle(asked.from)}
      footer={
        <>
          {camera.stream ? (
            <Button label={words.accept} variant="buy" isWide isBusy={busy === 'accept'} onPress={() => void answer('accept')} />
          ) : hasSettings ? (
            <Button label={words.settings} variant="buy" isWide onPress={() => void Linking.openSettings()} />
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
          <Button label={words.decline} isWide isBusy={busy === 'decline'} onPress={() => void answer('decline')} />
        </>
      }
    >
      <Txt variant="title" accessibilityRole="header">
        {words.askedTitle(asked.from)}
      </Txt>
      <Txt tone="text2">{words.askedText}</Txt>
      {camera.stream ? (
        <StageTile
          name={asked.guest.name}
          stream={camera.stream}
          isSilent
          isMirrored={camera.facing === 'user'}
          style={{ alignSelf: 'center', width: 200, height: 266 }}
        />
      ) : (
        <Txt tone="text2">{words.cameraWhy}</Txt>
      )}
      {said ? (
        <Txt variant="small" tone="danger" role="alert" accessibilityLiveRegion="polite">
          {said}
        </Txt>
      ) : null}
    </Sheet>
  );
}
