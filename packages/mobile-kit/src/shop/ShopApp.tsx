import { StatusBar } from 'expo-status-bar';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { Pressable, StyleSheet, View } from 'react-native';
import { KeyboardProvider } from 'react-native-keyboard-controller';
import { SafeAreaProvider, useSafeAreaInsets } from 'react-native-safe-area-context';
import { Button } from '../components/Button.tsx';
import { Banner, Loading, Notice } from '../components/Notice.tsx';
import { kitText } from '../text/index.ts';
import { useKitFonts } from '../theme/fonts';
import { stage } from '../theme/tokens.ts';
import { AddressScreen } from './AddressScreen.tsx';
import { place } from './place';
import { ShopProvider, useShop, useShopState } from './ShopProvider.tsx';
import type { ShopSession } from './shop-session.ts';

/** What both apps stand in: safe areas, the keyboard, the shop. `onReady` is told once there is something to see. */
export function ShopApp({ children, onReady, session }: { children: ReactNode; onReady?: () => void; session?: ShopSession }) {
  return (
    <SafeAreaProvider>
      <KeyboardProvider>
        <ShopProvider {...(session ? { session } : {})}>
          <StatusBar style="light" />
          <View style={styles.ground}>
            <Gate onReady={onReady}>{children}</Gate>
          </View>
        </ShopProvider>
      </KeyboardProvider>
    </SafeAreaProvider>
  );
}

/** Lets nobody in before the app knows its shop and the shop has answered. */
function Gate({ children, onReady }: { children: ReactNode; onReady: (() => void) | undefined }) {
  const shop = useShop();
  const state = useShopState();
  const hasFonts = useKitFonts();
  const isReady = hasFonts && state.status !== 'starting';
  useEffect(() => {
    if (isReady) onReady?.();
  }, [isReady, onReady]);
  if (!isReady) return <Loading />;
  if (state.status === 'no_address') return <AddressScreen state={state} />;
  if (state.status === 'unreachable')
    return (
      <Notice title={kitText.unreachable.title} text={kitText.unreachable.text}>
        <Button label={kitText.tryAgain} variant="buy" onPress={() => void shop.open()} />
        {place.fixedAddress === null ? <Button label={kitText.unreachable.other} onPress={() => void shop.leaveShop()} /> : null}
      </Notice>
    );
  return (
    <>
      {children}
      {state.status === 'open' && state.notice ? (
        <SessionNotice text={state.notice === 'signed_out' ? kitText.signedOut : kitText.notKept} onDismiss={() => shop.dismissNotice()} />
      ) : null}
    </>
  );
}
function SessionNotice({ text, onDismiss }: { text: string; onDismiss: () => void }) {
  const insets = useSafeAreaInsets();
  return (
    <Pressable style={[styles.notice, { top: insets.top + 64 }]} onPress={onDismiss} accessibilityHint={kitText.close}>
      <Banner text={text} />
    </Pressable>
  );
}
const styles = StyleSheet.create({
  ground: { flex: 1, backgroundColor: stage.bg },
  notice: { position: 'absolute', left: 16, right: 16 },
});
