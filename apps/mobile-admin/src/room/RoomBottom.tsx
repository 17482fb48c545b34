import { type ChatEntry, formatMoney, type LiveRoom, type RoomSnapshot, roomEntries } from '@vitrine/client';
import { Banner, Button, ChatComposer, ChatLog, formatCount, IconButton, kitText, Txt, useShop } from '@vitrine/mobile-kit';
import type { LivestreamDetail } from '@vitrine/protocol';
import { useMemo, useState } from 'react';
import { StyleSheet, View } from 'react-native';
import { text } from '../text/en.ts';
import { Figures } from './Figures.tsx';
import { LineUpRow } from './LineUpRow.tsx';
import { ModerationSheet } from './ModerationSheet.tsx';
import { TopQuestion } from './TopQuestion.tsx';
import { useFigures } from './use-figures.ts';
import { useLineUp } from './use-line-up.ts';

const MOST_LINES = 60;
const MINUTE = 60_000;

/** The chat, the figures, the line-up, and answering. */
export function RoomBottom({
  detail,
  room,
  snapshot,
  isAway,
  mayRun,
}: {
  detail: LivestreamDetail;
  room: LiveRoom;
  snapshot: RoomSnapshot;
  isAway: boolean;
  /** Else one only looks after the chat. */
  mayRun: boolean;
}) {
  const shop = useShop();
  const [held, setHeld] = useState<ChatEntry | null>(null);
  const entries = useMemo(() => roomEntries(snapshot, kitText).slice(-MOST_LINES), [snapshot]);
  const lineUp = useLineUp(detail, snapshot);
  const figures = useFigures(detail._id, true, snapshot.orders.at(-1)?.key ?? '');
  const state = shop.getSnapshot();
  const currency = figures?.orders.currency ?? (state.status === 'open' ? state.shop.currency : 'EUR');
  const now = Date.now() + snapshot.clockOffset;
  const rate = snapshot.messages.filter((line) => line.state === 'posted' && now - Date.parse(line.message.timestamp) < MINUTE).length;
  const { next } = lineUp;
  return (
    <View style={styles.bottom}>
      <ChatLog entries={entries} onRetry={(id) => room.retryMessage(id)} onHold={setHeld} />
      <TopQuestion streamId={detail._id} room={room} snapshot={snapshot} />
      <Figures
        figures={[
          { value: figures ? formatCount(figures.orders.count) : '–', name: text.room.orders },
          { value: figures ? formatMoney(figures.orders.revenue, currency) : '–', name: text.room.revenue },
          { value: formatCount(snapshot.likes), name: text.room.likes },
          { value: formatCount(rate), name: text.room.chatRate },
        ]}
      />
      {lineUp.hasFailed ? <Banner text={text.room.pinFailed} /> : null}
      <LineUpRow lineUp={lineUp} mayPin={mayRun} />
      <View style={styles.acts}>
        <ChatComposer onSend={(message) => room.sendMessage(message)} isAway={isAway} placeholder={text.room.answer} />
        {mayRun ? (
          <IconButton icon="unpin" label={text.room.unpin} isDisabled={!lineUp.onScreen} onPress={() => void lineUp.unpin()} />
        ) : null}
        {mayRun && next ? (
          <Button
            label={text.room.pin(next.title)}
            icon="pin"
            variant="buy"
            isOneLine
            isDisabled={lineUp.changing !== null}
            onPress={() => void lineUp.pin(next)}
            style={styles.next}
          />
        ) : null}
      </View>
      {mayRun && lineUp.products.length === 0 ? (
        <Txt variant="small" tone="muted" style={{ paddingHorizontal: 16 }}>
          {text.room.noProducts}
        </Txt>
      ) : null}
      <ModerationSheet entry={held} streamId={detail._id} onClose={() => setHeld(null)} />
    </View>
  );
}
const styles = StyleSheet.create({
  bottom: { flexShrink: 1, gap: 12, height: '58%', minHeight: 320, justifyContent: 'flex-end' },
  next: { flexShrink: 1, maxWidth: '52%', minHeight: 48, paddingHorizontal: 16, borderRadius: 24 },
  acts: { flexDirection: 'row', alignItems: 'center', gap: 8, paddingHorizontal: 12 },
});
