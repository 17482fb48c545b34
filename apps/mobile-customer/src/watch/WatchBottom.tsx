import { type LiveRoom, type RoomSnapshot, roomEntries } from '@vitrine/client';
import {
  Banner,
  ChatComposer,
  ChatLog,
  formatCount,
  IconButton,
  kitText,
  PinnedCard,
  ProductSheet,
  stage,
  Txt,
  type useCheckout,
} from '@vitrine/mobile-kit';
import type { LivestreamDetail } from '@vitrine/protocol';
import { ImpactFeedbackStyle, impactAsync } from 'expo-haptics';
import { router } from 'expo-router';
import { useEffect, useMemo, useState } from 'react';
import { StyleSheet, View } from 'react-native';
import { text } from '../text/en.ts';
import { LineUpSheet } from './LineUpSheet.tsx';
import { NameSheet } from './NameSheet.tsx';

/** Lines of the chat that are kept over the picture. */
const MOST_LINES = 60;

/** What is said, what is on screen, and what one can do: write, look through the line-up, like. */
export function WatchBottom({
  detail,
  room,
  snapshot,
  isAway,
  isBanned,
  checkout,
  enter,
}: {
  detail: LivestreamDetail;
  room: LiveRoom;
  snapshot: RoomSnapshot;
  isAway: boolean;
  isBanned: boolean;
  checkout: ReturnType<typeof useCheckout>;
  enter: (name: string) => Promise<void>;
}) {
  const pins = snapshot.pins ?? detail.products;
  const [openId, setOpenId] = useState<string | null>(null);
  const [isLineUpOpen, setLineUpOpen] = useState(false);
  /** What is to be said once there is a name. */
  const [unsaid, setUnsaid] = useState<string | null>(null);
  const [likeFailed, setLikeFailed] = useState(false);
  const entries = useMemo(() => roomEntries(snapshot, kitText).slice(-MOST_LINES), [snapshot]);
  const pinnedId = pins[0]?._id;
  useEffect(() => {
    if (pinnedId !== undefined) room.productSeen(pinnedId);
  }, [room, pinnedId]);
  // A piece stays buyable from its open sheet after it has left the line-up.
  const [kept, setKept] = useState<LivestreamDetail['products'][number] | null>(null);
  const open = pins.find(({ _id }) => _id === openId) ?? (kept?._id === openId ? kept : null);

  function look(id: string): void {
    room.productClicked(id);
    setKept(pins.find(({ _id }) => _id === id) ?? null);
    setLineUpOpen(false);
    setOpenId(id);
  }
  function say(message: string): void {
    if (snapshot.needsName) setUnsaid(message);
    else room.sendMessage(message);
  }
  function like(): void {
    setLikeFailed(false);
    void impactAsync(ImpactFeedbackStyle.Light).catch(() => undefined);
    room.setLiked(!snapshot.liked).catch(() => setLikeFailed(true));
  }
  const isOnAir = snapshot.status === 'live' || snapshot.status === 'interrupted';
  const isClosed =
    isBanned || (isOnAir && !snapshot.canChat && !snapshot.needsName && snapshot.self !== null) || snapshot.restriction !== null;
  return (
    <View style={styles.bottom}>
      <ChatLog entries={entries} onRetry={(id) => room.retryMessage(id)} />
      {likeFailed ? <Banner text={text.watch.likeFailed} /> : null}
      {pins[0] ? <PinnedCard product={pins[0]} onOpen={() => look(pins[0]?._id ?? '')} /> : null}
      <View style={styles.acts}>
        <ChatComposer
          onSend={say}
          isAway={isAway}
          isDisabled={!isOnAir || isClosed}
          placeholder={!isOnAir ? text.watch.chatLater : isClosed ? text.watch.chatClosed : undefined}
        />
        <View>
          <IconButton icon="bag" label={text.watch.openLineUp(pins.length)} onPress={() => setLineUpOpen(true)} />
          {pins.length > 0 ? (
            <View style={styles.count}>
              <Txt variant="label" maxFontSizeMultiplier={1} style={{ fontSize: 11, lineHeight: 18, color: stage.onInk }}>
                {pins.length}
              </Txt>
            </View>
          ) : null}
        </View>
        <IconButton
          icon="heart"
          label={snapshot.liked ? text.watch.liked(formatCount(snapshot.likes)) : text.watch.like(formatCount(snapshot.likes))}
          isOn={snapshot.liked}
          isFilled={snapshot.liked}
          color="#ffffff"
          isDisabled={!isOnAir}
          onPress={like}
          style={snapshot.liked ? styles.liked : styles.heart}
        />
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
      <LineUpSheet isOpen={isLineUpOpen} products={pins} onClose={() => setLineUpOpen(false)} onLook={look} />
      <NameSheet
        isOpen={unsaid !== null}
        onClose={() => setUnsaid(null)}
        onName={async (name) => {
          await enter(name);
          if (unsaid !== null) room.sendMessage(unsaid);
          setUnsaid(null);
        }}
      />
    </View>
  );
}
const styles = StyleSheet.create({
  bottom: { flexShrink: 1, gap: 12, height: '52%', minHeight: 260, justifyContent: 'flex-end' },
  acts: { flexDirection: 'row', alignItems: 'center', gap: 8, paddingHorizontal: 12 },
  count: {
    position: 'absolute',
    top: -4,
    right: -4,
    minWidth: 20,
    height: 20,
    alignItems: 'center',
    justifyContent: 'center',
    borderRadius: 10,
    backgroundColor: stage.text,
    pointerEvents: 'none',
  },
  heart: { backgroundColor: stage.glass },
  liked: { backgroundColor: stage.liveFill, borderColor: stage.live },
});
