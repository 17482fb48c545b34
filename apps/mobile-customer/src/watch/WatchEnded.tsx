import { type LiveRoom, type RoomSnapshot, roomEntries } from '@vitrine/client';
import { Button, ChatLog, formatLength, kitText, Picture, Price, ProductSheet, Txt, type useCheckout } from '@vitrine/mobile-kit';
import type { LivestreamDetail } from '@vitrine/protocol';
import { router } from 'expo-router';
import { useMemo, useState } from 'react';
import { Pressable, ScrollView, StyleSheet, View } from 'react-native';
import { text } from '../text/index.ts';
import { NextShow } from './NextShow.tsx';
import { usePieces } from './use-pieces.ts';

const MOST_LINES = 100;

/** After the show: never a dead end. Its pieces, what was said, its recording. */
export function WatchEnded({
  detail,
  duration,
  isMaking,
  room,
  snapshot,
  checkout,
  onReplay,
}: {
  detail: LivestreamDetail;
  duration: number;
  /** Its replay is on its way. */
  isMaking: boolean;
  room: LiveRoom;
  snapshot: RoomSnapshot;
  checkout: ReturnType<typeof useCheckout>;
  onReplay: () => void;
}) {
  const [openId, setOpenId] = useState<string | null>(null);
  const { pieces } = usePieces(detail, snapshot);
  const open = pieces.find(({ _id }) => _id === openId);
  const entries = useMemo(() => roomEntries(snapshot, kitText).slice(-MOST_LINES), [snapshot]);
  return (
    <View style={styles.ended}>
      <View style={{ flexGrow: 1, flexShrink: 1, minHeight: 120 }}>
        <ChatLog entries={entries} onRetry={(id) => room.retryMessage(id)} />
      </View>
      <View style={{ gap: 12, paddingHorizontal: 16 }}>
        <Txt variant="title" accessibilityRole="header">
          {text.watch.ended(detail.title)}
        </Txt>
        <Txt tone="text2">{text.watch.endedText(formatLength(duration))}</Txt>
      </View>
      {pieces.length > 0 ? (
        <ScrollView
          horizontal
          showsHorizontalScrollIndicator={false}
          style={{ flexGrow: 0 }}
          contentContainerStyle={{ gap: 10, paddingHorizontal: 16 }}
        >
          {pieces.map((product) => (
            <Pressable
              key={product._id}
              accessibilityRole="button"
              accessibilityLabel={product.title}
              onPress={() => setOpenId(product._id)}
              style={{ width: 110, gap: 4 }}
            >
              <Picture src={product.images[0]} isSoldOut={product.stock === 0} style={{ width: 110, height: 100 }} />
              <Txt variant="label" numberOfLines={1}>
                {product.title}
              </Txt>
              <Price amount={product.price} currency={product.currency} variant="small" />
            </Pressable>
          ))}
        </ScrollView>
      ) : null}
      <View style={{ gap: 10, paddingHorizontal: 16 }}>
        {isMaking ? (
          <Txt tone="text2" role="status" accessibilityLiveRegion="polite">
            {text.watch.making}
          </Txt>
        ) : null}
        {detail.recordingUrl === null ? null : <Button label={text.watch.replay} icon="play" variant="buy" isWide onPress={onReplay} />}
        <Button label={text.watch.moreShows} isWide onPress={() => router.replace('/')} />
      </View>
      <NextShow />
      {open ? (
        <ProductSheet
          product={open}
          checkout={checkout}
          onClose={() => setOpenId(null)}
          onSeeOrders={() => {
            setOpenId(null);
            checkout.reset();
            router.push('/orders');
          }}
        />
      ) : null}
    </View>
  );
}
const styles = StyleSheet.create({ ended: { flex: 1, gap: 16, justifyContent: 'flex-end' } });
