import { Button, Screen, SignInForm, Txt } from '@vitrine/mobile-kit';
import { router } from 'expo-router';
import { text } from '../text/index.ts';
import { BackButton } from './BackButton.tsx';
import { goOn } from './go-on.ts';

export function SignInScreen() {
  return (
    <Screen title={text.account.signInTitle} start={<BackButton />}>
      <Txt tone="text2">{text.account.signInLead}</Txt>
      <SignInForm onDone={goOn} />
      <Button label={text.account.noAccount} variant="plain" onPress={() => router.replace('/sign-up')} />
    </Screen>
  );
}
