import { ShopApp, stage } from '@vitrine/mobile-kit';
import { Stack } from 'expo-router';
import { hideAsync, preventAutoHideAsync } from 'expo-splash-screen';
import { OpenedPush } from '../push/OpenedPush';

export { ErrorBoundary } from '@vitrine/mobile-kit';

// The splash stays until the shop has answered: no flash of an empty screen.
void preventAutoHideAsync().catch(() => undefined);
const showScreen = (): void => void hideAsync().catch(() => undefined);

export default function Layout() {
  return (
    <ShopApp onReady={showScreen}>
      <Stack screenOptions={{ headerShown: false, contentStyle: { backgroundColor: stage.bg } }} />
      <OpenedPush />
    </ShopApp>
  );
}
