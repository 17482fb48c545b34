import type { ChatEntry } from '@vitrine/client';
import { useRef, useState } from 'react';
import { type NativeScrollEvent, type NativeSyntheticEvent, Pressable, ScrollView, StyleSheet, View } from 'react-native';
import { kitText } from '../text/index.ts';
import { stage } from '../theme/tokens.ts';
import { Icon } from './Icon.tsx';
import { Txt } from './Txt.tsx';

/** So close to the end still counts as the end. */
const NEAR_END = 48;

/** The conversation over the picture. It follows the newest line while the reader is at the end, else it says how many are new. */
export function ChatLog({
  entries,
  onRetry,
  onHold,
  onPick,
}: {
  entries: readonly ChatEntry[];
  /** Where one writes oneself. */
  onRetry?: (id: string) => void;
  /** For who looks after the chat: a long press on what was said. */
  onHold?: (entry: ChatEntry) => void;
  /** For who reads along: a press on what somebody else said. */
  onPick?: (entry: ChatEntry) => void;
}) {
  const list = useRef<ScrollView>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [seen, setSeen] = useState<string | undefined>(undefined);
  const last = entries.at(-1);
  const unseen = atEnd ? 0 : entries.length - 1 - entries.findIndex(({ id }) => id === seen);

  function look({ nativeEvent: { contentOffset, contentSize, layoutMeasurement } }: NativeSyntheticEvent<NativeScrollEvent>): void {
    const isAtEnd = contentSize.height - contentOffset.y - layoutMeasurement.height <= NEAR_END;
    if (isAtEnd === atEnd) return;
    setAtEnd(isAtEnd);
    setSeen(last?.id);
  }
  const toEnd = (isAnimated: boolean): void => list.current?.scrollToEnd({ animated: isAnimated });
  const isOwnOnItsWay = last?.mine === true && last.state === 'sending';
  return (
    <View style={styles.log}>
      <ScrollView
        ref={list}
        role="log"
        aria-label={kitText.chat}
        accessibilityLabel={kitText.chat}
        style={styles.scroll}
        contentContainerStyle={styles.lines}
        showsVerticalScrollIndicator={false}
        keyboardShouldPersistTaps="handled"
        scrollEventThrottle={64}
        onScroll={look}
        onContentSizeChange={() => {
          if (atEnd || isOwnOnItsWay) toEnd(false);
        }}
      >
        {entries.map((entry) => (
          <ChatLine key={entry.id} entry={entry} onRetry={onRetry} onHold={onHold} onPick={onPick} />
        ))}
      </ScrollView>
      {unseen > 0 ? (
        <Pressable accessibilityRole="button" style={styles.newer} onPress={() => toEnd(true)}>
          <Txt variant="label" style={{ color: stage.onInk }}>
            {kitText.newMessages(unseen)}
          </Txt>
        </Pressable>
      ) : null}
    </View>
  );
}

function ChatLine({
  entry,
  onRetry,
  onHold,
  onPick,
}: {
  entry: ChatEntry;
  onRetry: ((id: string) => void) | undefined;
  onHold: ((entry: ChatEntry) => void) | undefined;
  onPick: ((entry: ChatEntry) => void) | undefined;
}) {
  if (entry.kind !== 'message')
    return (
      <View style={styles.event}>
        <Icon name={entry.kind === 'bought' ? 'bag' : 'megaphone'} size={15} color={stage.accent} />
        <Txt variant="label" style={{ flexShrink: 1 }}>
          {entry.text}
        </Txt>
      </View>
    );
  const line = (
    <Txt style={[styles.words, entry.state === 'sending' && { opacity: 0.6 }]}>
      <Txt variant="strong" style={{ color: entry.mine || entry.staff ? stage.accent : stage.text2 }}>
        {entry.mine ? kitText.you : entry.name}
      </Txt>{' '}
      {entry.staff && !entry.mine ? (
        <>
          <Txt variant="label" style={styles.staff}>{` ${kitText.roles[entry.role ?? 'admin']} `}</Txt>{' '}
        </>
      ) : null}
      <Txt>{entry.text}</Txt>
    </Txt>
  );
  const isPickable = onPick && !entry.mine && entry.offset !== undefined;
  return (
    <View style={[styles.line, entry.mine && styles.mine, entry.mentions && styles.mention]}>
      {onHold && entry.offset !== undefined ? (
        <Pressable
          onLongPress={() => onHold(entry)}
          delayLongPress={350}
          accessibilityActions={[{ name: 'longpress', label: kitText.moderate }]}
          onAccessibilityAction={() => onHold(entry)}
        >
          {line}
        </Pressable>
      ) : isPickable ? (
        <Pressable onPress={() => onPick(entry)} accessibilityRole="button" hitSlop={{ top: 4, bottom: 4 }}>
          {line}
        </Pressable>
      ) : (
        line
      )}
      {entry.state === 'held' ? (
        <Txt variant="small" tone="text2">
          {kitText.held}
        </Txt>
      ) : null}
      {entry.state === 'failed' ? (
        <Pressable accessibilityRole="button" onPress={() => onRetry?.(entry.id)} hitSlop={14}>
          <Txt variant="small" tone="danger">
            {kitText.notSent} {kitText.tryAgain}
          </Txt>
        </Pressable>
      ) : null}
    </View>
  );
}
const styles = StyleSheet.create({
  log: { flexShrink: 1, flexGrow: 1, minHeight: 0 },
  scroll: { flexGrow: 1, flexShrink: 1 },
  lines: { flexGrow: 1, justifyContent: 'flex-end', gap: 9, paddingLeft: 16, paddingRight: 64, paddingBottom: 4 },
  line: { alignSelf: 'flex-start' },
  words: { textShadowColor: 'rgba(0, 0, 0, 0.75)', textShadowOffset: { width: 0, height: 1 }, textShadowRadius: 4 },
  mine: {
    marginLeft: -8,
    paddingHorizontal: 11,
    paddingVertical: 6,
    borderRadius: 8,
    borderLeftWidth: 3,
    borderLeftColor: stage.accent,
    backgroundColor: stage.glassStrong,
  },
  mention: {
    marginLeft: -8,
    paddingHorizontal: 11,
    paddingVertical: 6,
    borderRadius: 8,
    borderLeftWidth: 3,
    borderLeftColor: stage.accent,
    backgroundColor: 'rgba(58, 46, 14, 0.82)',
  },
  staff: { fontSize: 11, color: stage.onAccent, backgroundColor: stage.accent, borderRadius: 4, overflow: 'hidden' },
  event: {
    flexDirection: 'row',
    alignItems: 'center',
    alignSelf: 'flex-start',
    gap: 7,
    paddingHorizontal: 11,
    paddingVertical: 5,
    borderRadius: 14,
    borderWidth: 1,
    borderColor: 'rgba(255, 213, 74, 0.3)',
    backgroundColor: stage.glassStrong,
  },
  newer: {
    position: 'absolute',
    bottom: 6,
    alignSelf: 'center',
    minHeight: 44,
    justifyContent: 'center',
    paddingHorizontal: 14,
    borderRadius: 22,
    backgroundColor: stage.text,
  },
});
