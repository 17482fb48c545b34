import { Button, emailProblem, kitText, Screen, sayProblem, TextField, Txt, useShop } from '@vitrine/mobile-kit';
import { LIMITS } from '@vitrine/protocol/limits';
import { router } from 'expo-router';
import { useState } from 'react';
import { text } from '../text/index.ts';
import { BackButton } from './BackButton.tsx';
import { goOn } from './go-on.ts';

const words = kitText.account;

/** A new account; what one did as a guest comes along. */
export function SignUpScreen() {
  const shop = useShop();
  const [name, setName] = useState(shop.account?.name ?? '');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const problems = {
    name: name.trim() === '' ? words.nameMissing : undefined,
    email: emailProblem(email),
    password: password.length < LIMITS.passwordMinLength ? words.passwordShort(LIMITS.passwordMinLength) : undefined,
  };
  async function submit(): Promise<void> {
    setChecked(true);
    if (isBusy || Object.values(problems).some(Boolean)) return;
    setBusy(true);
    setProblem(null);
    try {
      await shop.signUp({ name: name.trim(), email: email.trim(), password });
      goOn();
    } catch (error) {
      setProblem(sayProblem(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Screen title={text.account.signUpTitle} start={<BackButton />}>
      <Txt tone="text2">{text.account.signUpLead}</Txt>
      <TextField
        label={words.name}
        value={name}
        onChange={setName}
        error={isChecked ? problems.name : undefined}
        autoComplete="name"
        autoCapitalize="words"
        maxLength={LIMITS.displayNameLength}
      />
      <TextField
        label={words.email}
        value={email}
        onChange={setEmail}
        error={isChecked ? problems.email : undefined}
        autoComplete="email"
        keyboardType="email-address"
      />
      <TextField
        label={words.password}
        value={password}
        onChange={setPassword}
        error={isChecked ? problems.password : undefined}
        autoComplete="new-password"
        secureTextEntry
      />
      {problem ? (
        <Txt variant="small" tone="danger" role="alert" accessibilityLiveRegion="polite">
          {problem}
        </Txt>
      ) : null}
      <Button label={text.account.signUp} variant="buy" isWide isBusy={isBusy} onPress={() => void submit()} />
      <Button label={text.account.hasAccount} variant="plain" onPress={() => router.replace('/sign-in')} />
    </Screen>
  );
}
