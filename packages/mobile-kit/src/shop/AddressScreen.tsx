import { useState } from 'react';
import { Button } from '../components/Button.tsx';
import { Screen } from '../components/Screen.tsx';
import { TextField } from '../components/TextField.tsx';
import { Txt } from '../components/Txt.tsx';
import { kitText } from '../text/index.ts';
import { CodeScanner } from './CodeScanner';
import { useShop } from './ShopProvider.tsx';
import type { ShopState } from './shop-session.ts';

const words = kitText.address;
const PROBLEMS = { not_an_address: words.notAnAddress, unreachable: words.unreachable, not_a_shop: words.notAShop } as const;

/** Asks which shop the app belongs to: by the dashboard's code, or typed. */
export function AddressScreen({ state }: { state: Extract<ShopState, { status: 'no_address' }> }) {
  const shop = useShop();
  const [address, setAddress] = useState('');
  const [isScanning, setScanning] = useState(false);
  const go = (text: string): void => void shop.goTo(text);
  return (
    <Screen title={words.title}>
      <Txt tone="text2">{words.lead}</Txt>
      {isScanning && CodeScanner ? (
        <CodeScanner
          onCode={(text) => {
            setScanning(false);
            setAddress(text);
            go(text);
          }}
          onCancel={() => setScanning(false)}
        />
      ) : (
        <>
          <TextField
            label={words.label}
            value={address}
            onChange={setAddress}
            placeholder={words.hint}
            keyboardType="url"
            returnKeyType="go"
            onSubmitEditing={() => go(address)}
            error={state.problem ? PROBLEMS[state.problem] : undefined}
          />
          <Button label={words.open} variant="buy" isBusy={state.isTrying} onPress={() => go(address)} />
          {CodeScanner ? <Button label={words.scan} onPress={() => setScanning(true)} /> : null}
        </>
      )}
    </Screen>
  );
}
