import { Button, kitText, Sheet, sayProblem, TextField, Txt } from '@vitrine/mobile-kit';
import { LIMITS } from '@vitrine/protocol/limits';
import { useState } from 'react';
import { text } from '../text/index.ts';

/** Asks for a name before the first word. What was typed is not lost. */
export function NameSheet({ isOpen, onClose, onName }: { isOpen: boolean; onClose: () => void; onName: (name: string) => Promise<void> }) {
  const [name, setName] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  async function enter(): Promise<void> {
    if (isBusy) return;
    if (name.trim() === '') {
      setProblem(kitText.account.nameMissing);
      return;
    }
    setBusy(true);
    setProblem(undefined);
    await onName(name.trim()).catch((error: unknown) => setProblem(sayProblem(error)));
    setBusy(false);
  }
  return (
    <Sheet isOpen={isOpen} onClose={onClose} label={text.name.title}>
      <Txt variant="title" accessibilityRole="header">
        {text.name.title}
      </Txt>
      <Txt tone="text2">{text.name.text}</Txt>
      <TextField
        label={kitText.account.name}
        value={name}
        onChange={setName}
        error={problem}
        autoComplete="nickname"
        autoCapitalize="words"
        maxLength={LIMITS.displayNameLength}
        returnKeyType="done"
        onSubmitEditing={() => void enter()}
      />
      <Button label={text.name.enter} variant="buy" isWide isBusy={isBusy} onPress={() => void enter()} />
    </Sheet>
  );
}
