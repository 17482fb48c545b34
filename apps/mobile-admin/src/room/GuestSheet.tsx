import { Avatar, Button, Notice, Sheet, sayProblem, Txt, useShop } from '@vitrine/mobile-kit';
import type { Guest } from '@vitrine/protocol';
import { useState } from 'react';
import { View } from 'react-native';
import { text } from '../text/en.ts';

/** Who is on stage beside the host, or asked to come. */
export function GuestSheet({
  isOpen,
  onClose,
  guests,
  streamId,
}: {
  isOpen: boolean;
  onClose: () => void;
  guests: readonly Guest[];
  streamId: string;
}) {
  const { api } = useShop();
  const [problem, setProblem] = useState<string | null>(null);
  // The room tells how it is afterwards.
  const act = (done: Promise<unknown>): void =>
    void done.then(() => setProblem(null)).catch((error: unknown) => setProblem(sayProblem(error)));
  return (
    <Sheet isOpen={isOpen} onClose={onClose} label={text.stage.title}>
      <Txt variant="title" accessibilityRole="header">
        {text.stage.title}
      </Txt>
      {guests.length === 0 ? <Notice title={text.stage.empty} /> : null}
      {guests.map((guest) => (
        <View key={guest._id} style={{ gap: 10 }}>
          <View style={{ flexDirection: 'row', alignItems: 'center', gap: 10 }}>
            <Avatar name={guest.name} isLit={guest.state === 'live'} />
            <Txt style={{ flex: 1 }}>
              <Txt variant="strong">{guest.name}</Txt> {text.stage.states[guest.state]}
            </Txt>
          </View>
          {guest.state === 'live' ? (
            <Button
              label={guest.muted ? text.stage.unmute(guest.name) : text.stage.mute(guest.name)}
              onPress={() => act(api.muteGuest(streamId, guest._id, !guest.muted))}
            />
          ) : null}
          <Button label={text.stage.remove(guest.name)} variant="danger" onPress={() => act(api.removeGuest(streamId, guest._id))} />
        </View>
      ))}
      {problem ? (
        <Txt variant="small" tone="danger" role="alert">
          {problem}
        </Txt>
      ) : null}
    </Sheet>
  );
}
