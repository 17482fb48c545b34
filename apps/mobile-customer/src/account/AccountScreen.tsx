import { Button, place, Screen, Txt, useAccount, useShop } from '@vitrine/mobile-kit';
import { router } from 'expo-router';
import { useState } from 'react';
import { push } from '../push/push';
import { text } from '../text/index.ts';
import { BackButton } from './BackButton.tsx';

/** Who one is here. */
export function AccountScreen() {
  const shop = useShop();
  const account = useAccount();
  const [isLeaving, setLeaving] = useState(false);
  const hasAccount = account !== null && account.role !== 'guest' && account.role !== 'viewer';
  async function signOut(): Promise<void> {
    setLeaving(true);
    await push.forget(shop.api);
    await shop.signOut();
    setLeaving(false);
  }
  return (
    <Screen title={text.account.title} start={<BackButton />}>
      <Txt tone="text2">
        {account === null ? text.account.nobody : hasAccount ? text.account.here(account.name) : text.account.guest(account.name)}
      </Txt>
      {account?.email ? <Txt tone="muted">{account.email}</Txt> : null}
      <Button label={text.orders.title} icon="bag" onPress={() => router.push('/orders')} />
      {hasAccount ? null : (
        <>
          <Button label={text.account.noAccount} variant="buy" onPress={() => router.push('/sign-up')} />
          <Button label={text.account.hasAccount} onPress={() => router.push('/sign-in')} />
        </>
      )}
      {account ? <Button label={text.account.signOut} isBusy={isLeaving} onPress={() => void signOut()} /> : null}
      {place.fixedAddress === null ? <Button label={text.account.otherShop} variant="plain" onPress={() => void shop.leaveShop()} /> : null}
    </Screen>
  );
}
