import type { ChatEntry } from '@vitrine/client';
import { Button, Sheet, Txt } from '@vitrine/mobile-kit';
import { View } from 'react-native';
import { text } from '../text/index.ts';

/** What one can do with what somebody else said: write to them, or report it. */
export function MessageSheet({
  entry,
  mayWrite,
  onClose,
  onMention,
  onReport,
}: {
  entry: ChatEntry | null;
  mayWrite: boolean;
  onClose: () => void;
  onMention: (name: string) => void;
  onReport: (offset: number) => void;
}) {
  const { name = '', offset } = entry ?? {};
  return (
    <Sheet isOpen={entry !== null} onClose={onClose} label={name}>
      <View style={{ gap: 4 }}>
        <Txt variant="title" accessibilityRole="header">
          {name}
        </Txt>
        <Txt tone="text2">{entry?.text}</Txt>
      </View>
      {mayWrite ? <Button label={text.watch.mention(name)} icon="at" isWide onPress={() => onMention(name)} /> : null}
      {entry?.staff || offset === undefined ? null : (
        <Button label={text.watch.report(name)} icon="flag" isWide onPress={() => onReport(offset)} />
      )}
    </Sheet>
  );
}
