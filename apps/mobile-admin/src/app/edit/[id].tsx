import { useLocalSearchParams } from 'expo-router';
import { EditScreen } from '../../shows/EditScreen.tsx';

export { ErrorBoundary } from '@vitrine/mobile-kit';

export default function Edit() {
  const { id } = useLocalSearchParams<{ id: string }>();
  return <EditScreen key={id} id={id === 'new' ? null : id} />;
}
