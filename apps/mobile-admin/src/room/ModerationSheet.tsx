import type { ChatEntry } from '@vitrine/client';
import { Button, codeOf, Sheet, sayProblem, Txt, useShop } from '@vitrine/mobile-kit';
import { useState } from 'react';
import { text } from '../text/en.ts';

const SILENCE_MINUTES = 10;

/** What one may do about a message, and about who wrote it. */
export function ModerationSheet({ entry, streamId, onClose }: { entry: ChatEntry | null; streamId: string; onClose: () => void }) {
  const { api } = useShop();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  if (entry?.offset === undefined || entry.viewerId === undefined) return null;
  const { offset, viewerId, name } = entry;
  async function act(doing: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    try {
      await doing();
      setProblem(null);
      onClose();
    } catch (error) {
      setProblem(codeOf(error) === 'not_found' ? text.stage.noAccount : `${text.moderate.failed} ${sayProblem(error)}`);
    }
    setBusy(false);
  }
  const restrict = (minutes: number | null) => api.ban({ streamId, subjectId: viewerId, name, minutes });
  return (
    <Sheet isOpen onClose={onClose} label={text.moderate.title(name)}>
      <Txt variant="heading" accessibilityRole="header">
        {text.moderate.title(name)}
      </Txt>
      <Txt tone="text2">{entry.text}</Txt>
      {problem ? (
        <Txt variant="small" tone="danger" role="alert">
          {problem}
        </Txt>
      ) : null}
      <Button
        label={text.moderate.pin}
        icon="pin"
        isWide
        isDisabled={isBusy}
        onPress={() => void act(() => api.pinMessage(streamId, offset))}
      />
      <Button label={text.moderate.remove} isWide isDisabled={isBusy} onPress={() => void act(() => api.deleteMessage(streamId, offset))} />
      {entry.mine || entry.staff ? null : (
        <>
          <Button
            label={text.moderate.stage}
            icon="person"
            isWide
            isDisabled={isBusy}
            onPress={() => void act(() => api.inviteGuest(streamId, viewerId))}
          />
          <Button label={text.moderate.silence} isWide isDisabled={isBusy} onPress={() => void act(() => restrict(SILENCE_MINUTES))} />
          <Button label={text.moderate.ban} variant="danger" isWide isDisabled={isBusy} onPress={() => void act(() => restrict(null))} />
        </>
      )}
    </Sheet>
  );
}
