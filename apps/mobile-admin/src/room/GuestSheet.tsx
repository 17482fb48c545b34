import type { RoomSnapshot } from '@vitrine/client';
import { Avatar, Button, codeOf, Notice, Sheet, sayProblem, Txt, useShop } from '@vitrine/mobile-kit';
import type { Guest } from '@vitrine/protocol';
import { LIMITS } from '@vitrine/protocol/limits';
import { useState } from 'react';
import { View } from 'react-native';
import { text } from '../text/en.ts';

const words = text.stage;
/** So many of the chat are offered; the others are one long press away. */
const OFFERED = 12;

/** Who is on stage beside the host or asked to come, and who of the chat may be asked. */
export function GuestSheet({
  isOpen,
  onClose,
  snapshot,
  streamId,
}: {
  isOpen: boolean;
  onClose: () => void;
  snapshot: RoomSnapshot;
  streamId: string;
}) {
  const { api } = useShop();
  const { guests } = snapshot;
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // The room tells how it is afterwards.
  async function act(id: string, doing: () => Promise<unknown>): Promise<void> {
    setBusy(id);
    setProblem(null);
    await doing().catch((error: unknown) => setProblem(codeOf(error) === 'not_found' ? words.noAccount : sayProblem(error)));
    setBusy(null);
  }
  const people = peopleOf(snapshot);
  const isFull = guests.length >= LIMITS.guests;
  return (
    <Sheet isOpen={isOpen} onClose={onClose} label={words.title}>
      <Txt variant="title" accessibilityRole="header">
        {words.title} <Txt tone="muted">{words.seats(guests.length, LIMITS.guests)}</Txt>
      </Txt>
      {problem ? (
        <Txt variant="small" tone="danger" role="alert" accessibilityLiveRegion="polite">
          {problem}
        </Txt>
      ) : null}
      {guests.length === 0 && people.length === 0 ? <Notice title={words.empty} /> : null}
      {guests.map((guest) => (
        <OnStage
          key={guest._id}
          guest={guest}
          isBusy={busy === guest._id}
          onMute={() => void act(guest._id, () => api.muteGuest(streamId, guest._id, !guest.muted))}
          onRemove={() => void act(guest._id, () => api.removeGuest(streamId, guest._id))}
        />
      ))}
      {people.length > 0 ? (
        <View style={{ gap: 10 }}>
          <Txt variant="heading" accessibilityRole="header">
            {words.who}
          </Txt>
          {isFull ? <Txt tone="text2">{words.full}</Txt> : null}
          {isFull
            ? null
            : people.map(({ id, name }) => (
                <Button
                  key={id}
                  label={words.invite(name)}
                  icon="invite"
                  isWide
                  isBusy={busy === id}
                  onPress={() => void act(id, () => api.inviteGuest(streamId, id))}
                />
              ))}
        </View>
      ) : null}
    </Sheet>
  );
}

function OnStage({ guest, isBusy, onMute, onRemove }: { guest: Guest; isBusy: boolean; onMute: () => void; onRemove: () => void }) {
  return (
    <View style={{ gap: 10 }}>
      <View style={{ flexDirection: 'row', alignItems: 'center', gap: 10 }}>
        <Avatar name={guest.name} isLit={guest.state === 'live'} />
        <Txt style={{ flex: 1 }}>
          <Txt variant="strong">{guest.name}</Txt> {words.states[guest.state]}
        </Txt>
      </View>
      {guest.state === 'live' ? (
        <Button
          label={guest.muted ? words.unmute(guest.name) : words.mute(guest.name)}
          icon={guest.muted ? 'mic' : 'micOff'}
          isDisabled={isBusy}
          onPress={onMute}
        />
      ) : null}
      <Button
        label={guest.state === 'invited' ? words.takeBack(guest.name) : words.remove(guest.name)}
        variant="danger"
        isBusy={isBusy}
        onPress={onRemove}
      />
    </View>
  );
}

/** Whoever has written, newest first, and is neither the shop nor on stage. */
function peopleOf({ messages, guests }: RoomSnapshot): { id: string; name: string }[] {
  const found = new Map<string, string>();
  for (const line of [...messages].reverse())
    if (line.state === 'posted' && !line.message.isAdmin && !guests.some(({ _id }) => _id === line.message.viewerId))
      found.set(line.message.viewerId, line.message.username);
  return [...found].slice(0, OFFERED).map(([id, name]) => ({ id, name }));
}
