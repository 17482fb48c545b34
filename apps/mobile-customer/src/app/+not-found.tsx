import { Button, Notice } from '@vitrine/mobile-kit';
import { router } from 'expo-router';
import { text } from '../text/index.ts';

export { ErrorBoundary } from '@vitrine/mobile-kit';

export default function NotFound() {
  return (
    <Notice title={text.notFound.title} text={text.notFound.text}>
      <Button label={text.notFound.home} variant="buy" onPress={() => router.replace('/')} />
    </Notice>
  );
}
