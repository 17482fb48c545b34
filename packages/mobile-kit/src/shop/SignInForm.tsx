import { useState } from 'react';
import { View } from 'react-native';
import { Button } from '../components/Button.tsx';
import { TextField } from '../components/TextField.tsx';
import { Txt } from '../components/Txt.tsx';
import { codeOf, sayProblem } from '../text/format.ts';
import { kitText } from '../text/index.ts';
import { useShop } from './ShopProvider.tsx';

const words = kitText.account;
export const emailProblem = (email: string): string | undefined => (/^\S+@\S+\.\S+$/.test(email.trim()) ? undefined : words.emailMissing);

/** E-mail and password. */
export function SignInForm({ onDone }: { onDone: () => void }) {
  const shop = useShop();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function submit(): Promise<void> {
    setChecked(true);
    if (isBusy || emailProblem(email) || password === '') return;
    setBusy(true);
    setProblem(null);
    try {
      await shop.signIn(email.trim(), password);
      onDone();
    } catch (error) {
      setProblem(codeOf(error) === 'bad_credentials' ? words.wrong : sayProblem(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <View style={{ gap: 14 }}>
      <TextField
        label={words.email}
        value={email}
        onChange={setEmail}
        error={isChecked ? emailProblem(email) : undefined}
        autoComplete="email"
        keyboardType="email-address"
      />
      <TextField
        label={words.password}
        value={password}
        onChange={setPassword}
        error={isChecked && password === '' ? words.passwordMissing : undefined}
        autoComplete="current-password"
        secureTextEntry
        returnKeyType="go"
        onSubmitEditing={() => void submit()}
      />
      {problem ? (
        <Txt variant="small" tone="danger" role="alert" accessibilityLiveRegion="polite">
          {problem}
        </Txt>
      ) : null}
      <Button label={words.signIn} variant="buy" isWide isBusy={isBusy} onPress={() => void submit()} />
    </View>
  );
}
