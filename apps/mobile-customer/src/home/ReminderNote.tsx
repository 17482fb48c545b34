import { Button, Txt } from '@vitrine/mobile-kit';
import { Linking, View } from 'react-native';
import type { PushState } from '../push/surroundings.ts';
import { text } from '../text/index.ts';

/** How one is told of the shows that one wants to be told of. */
export function ReminderNote({ state, onAllow }: { state: PushState; onAllow: () => void }) {
  return (
    <View style={{ gap: 10, alignItems: 'flex-start' }} accessibilityLiveRegion="polite">
      <Txt variant="small" tone="muted">
        {text.push[state]}
      </Txt>
      {state === 'ask' ? <Button label={text.push.allow} icon="bell" onPress={onAllow} /> : null}
      {state === 'blocked' ? <Button label={text.push.settings} onPress={() => void Linking.openSettings()} /> : null}
    </View>
  );
}
