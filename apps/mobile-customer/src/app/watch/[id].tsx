import { useLocalSearchParams } from 'expo-router';
import { WatchScreen } from '../../watch/WatchScreen.tsx';

export { ErrorBoundary } from '@vitrine/mobile-kit';

export default function Watch() {
  const { id } = useLocalSearchParams<{ id: string }>();
  return <WatchScreen key={id} id={id} />;
}
