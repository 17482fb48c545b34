import { Button, place, Screen, SignInForm, Txt, useAccount, useShop } from '@vitrine/mobile-kit';
import type { Role } from '@vitrine/protocol';
import type { ReactNode } from 'react';
import { text } from './text/en.ts';

const STAFF: ReadonlySet<Role> = new Set<Role>(['admin', 'host', 'moderator']);

/** Lets the shop's people in; links that were opened from outside wait behind it. */
export function StaffDoor({ children }: { children: ReactNode }) {
  const shop = useShop();
  const account = useAccount();
  if (account && STAFF.has(account.role)) return children;
  const isStranger = account !== null && account.role === 'customer';
  return (
    <Screen title={isStranger ? text.door.staffTitle : text.door.title}>
      {isStranger ? (
        <>
          <Txt tone="text2">{text.door.staffText(account.name)}</Txt>
          <Button label={text.door.signOut} variant="buy" onPress={() => void shop.signOut()} />
        </>
      ) : (
        <>
          <Txt tone="text2">{text.door.lead}</Txt>
          <SignInForm onDone={() => undefined} />
        </>
      )}
      {place.fixedAddress === null ? <Button label={text.door.otherShop} variant="plain" onPress={() => void shop.leaveShop()} /> : null}
    </Screen>
  );
}
