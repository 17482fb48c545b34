import { useLocalSearchParams } from 'expo-router';
import { ShowScreen } from '../../room/ShowScreen.tsx';

export { ErrorBoundary } from '@vitrine/mobile-kit';

export default function Show() {
  const { id } = useLocalSearchParams<{ id: string }>();
  return <ShowScreen key={id} id={id} />;
}
