import type { ErrorBoundaryProps } from 'expo-router';
import { View } from 'react-native';
import { kitText } from '../text/index.ts';
import { stage } from '../theme/tokens.ts';
import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';

/** What stands in for a screen that threw; every route exports it. */
export function ErrorBoundary({ retry }: ErrorBoundaryProps) {
  return (
    <View style={{ flex: 1, backgroundColor: stage.bg }}>
      <Notice title={kitText.crashedTitle} text={kitText.crashedText}>
        <Button label={kitText.tryAgain} variant="buy" onPress={() => void retry()} />
      </Notice>
    </View>
  );
}
