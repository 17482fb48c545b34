import { Button, Sheet, Txt } from '@vitrine/mobile-kit';
import { useState } from 'react';
import { text } from '../text/en.ts';

/** Asks whether the show is to end: it can't be begun again. */
export function EndSheet({ isOpen, onClose, onEnd }: { isOpen: boolean; onClose: () => void; onEnd: () => Promise<void> }) {
  const [isBusy, setBusy] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  async function end(): Promise<void> {
    setBusy(true);
    setFailed(false);
    await onEnd().catch(() => setFailed(true));
    setBusy(false);
  }
  return (
    <Sheet isOpen={isOpen} onClose={onClose} label={text.room.endTitle}>
      <Txt variant="title" accessibilityRole="header">
        {text.room.endTitle}
      </Txt>
      <Txt tone="text2">{text.room.endText}</Txt>
      {hasFailed ? (
        <Txt variant="small" tone="danger" role="alert">
          {text.room.endFailed}
        </Txt>
      ) : null}
      <Button label={text.room.endYes} variant="danger" isWide isBusy={isBusy} onPress={() => void end()} />
      <Button label={text.room.endNo} variant="buy" isWide onPress={onClose} />
    </Sheet>
  );
}
