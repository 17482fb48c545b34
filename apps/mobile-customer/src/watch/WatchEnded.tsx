import type { LiveRoom, RoomSnapshot } from '@vitrine/client';
import {
  Button,
  ChatLog,
  chatEntries,
  formatLength,
  kitText,
  Picture,
  Price,
  ProductSheet,
  Txt,
  type useCheckout,
  useShop,
} from '@vitrine/mobile-kit';
import type { LivestreamDetail } from '@vitrine/protocol';
import { router } from 'expo-router';
import { useMemo, useState } from 'react';
import { Linking, Pressable, ScrollView, StyleSheet, View } from 'react-native';
import { text } from '../text/en.ts';

const MOST_LINES = 100;

/** After the show: never a dead end. Its pieces, what was said, its recording. */
export function WatchEnded({
  detail,
  duration,
  room,
  snapshot,
  checkout,
}: {
  detail: LivestreamDetail;
  duration: number;
  room: LiveRoom;
  snapshot: RoomSnapshot;
  checkout: ReturnType<typeof useCheckout>;
}) {
  const shop = useShop();
  const [openId, setOpenId] = useState<string | null>(null);
  const pieces = snapshot.pins ?? detail.products;
  const open = pieces.find(({ _id }) => _id === openId);
  const entries = useMemo(() => chatEntries(snapshot, kitText.bought, MOST_LINES), [snapshot]);
  const { recordingUrl } = detail;
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
        {recordingUrl ? (
          <Button
            label={text.watch.recording}
            icon="play"
            variant="buy"
            isWide
            onPress={() => void Linking.openURL(shop.urlOf(recordingUrl))}
          />
        ) : null}
        <Button label={text.watch.moreShows} isWide onPress={() => router.replace('/')} />
      </View>
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
