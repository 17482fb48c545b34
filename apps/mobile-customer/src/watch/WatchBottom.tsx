import { type ChatEntry, type LiveRoom, QuestionBox, type RoomSnapshot, roomEntries } from '@vitrine/client';
import {
  Banner,
  ChatComposer,
  ChatLog,
  type ComposerHandle,
  formatCount,
  IconButton,
  kitText,
  PinnedCard,
  ProductSheet,
  stage,
  Txt,
  type useCheckout,
  useShop,
} from '@vitrine/mobile-kit';
import type { LivestreamDetail } from '@vitrine/protocol';
import { ImpactFeedbackStyle, impactAsync } from 'expo-haptics';
import { router } from 'expo-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { StyleSheet, View } from 'react-native';
import { text } from '../text/index.ts';
import { CountedButton } from './CountedButton.tsx';
import { LineUpSheet } from './LineUpSheet.tsx';
import { MessageSheet } from './MessageSheet.tsx';
import { NameSheet } from './NameSheet.tsx';
import { PinnedMessage } from './PinnedMessage.tsx';
import { QuestionsSheet } from './QuestionsSheet.tsx';
import { useNotice } from './use-notice.ts';
import { usePieces } from './use-pieces.ts';
import { useWriting } from './use-writing.ts';

/** Lines of the chat that are kept over the picture. */
const MOST_LINES = 60;

/** What is said, what is on screen, and what one can do: write, ask, look through the line-up, like. */
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
  const { api } = useShop();
  const pins = snapshot.pins ?? detail.products;
  const { pieces, read } = usePieces(detail, snapshot);
  const [openId, setOpenId] = useState<string | null>(null);
  const [sheet, setSheet] = useState<'none' | 'line-up' | 'questions'>('none');
  const [picked, setPicked] = useState<ChatEntry | null>(null);
  /** What is to be done once there is a name. */
  const [pending, setPending] = useState<(() => void) | null>(null);
  const [box] = useState(() => new QuestionBox(api, detail._id, room));
  const composer = useRef<ComposerHandle>(null);
  const { notice, say } = useNotice();
  const writing = useWriting(snapshot);
  const entries = useMemo(() => roomEntries(snapshot, kitText).slice(-MOST_LINES), [snapshot]);
  const pinnedId = pins[0]?._id;
  useEffect(() => {
    if (pinnedId !== undefined) room.productSeen(pinnedId);
  }, [room, pinnedId]);
  // A piece stays buyable from its open sheet after it has left the line-up.
  const [kept, setKept] = useState<LivestreamDetail['products'][number] | null>(null);
  const open = pieces.find(({ _id }) => _id === openId) ?? (kept?._id === openId ? kept : null);

  function look(id: string): void {
    room.productClicked(id);
    setKept(pieces.find(({ _id }) => _id === id) ?? null);
    if (!pins.some(({ _id }) => _id === id)) read();
    setSheet('none');
    setOpenId(id);
  }
  function whenNamed(act: () => void): void {
    if (snapshot.needsName) setPending(() => act);
    else act();
  }
  function write(message: string): void {
    whenNamed(() => {
      room.sendMessage(message);
      writing.wrote();
    });
  }
  function like(): void {
    void impactAsync(ImpactFeedbackStyle.Light).catch(() => undefined);
    room.setLiked(!snapshot.liked).catch(() => say(text.watch.likeFailed));
  }
  function report(offset: number): void {
    setPicked(null);
    api.reportMessage(detail._id, offset).then(
      () => say(text.watch.reported),
      () => say(text.watch.reportFailed),
    );
  }
  const isOnAir = snapshot.status === 'live' || snapshot.status === 'interrupted';
  const mayWrite = isOnAir && !isBanned && (writing.hint === undefined || writing.isWaiting);
  const hasQuestions = !isBanned && snapshot.settings?.questions !== false;
  const openQuestions = snapshot.questions.filter((question) => question.isOpen).length;
  return (
    <View style={styles.bottom}>
      {snapshot.pinnedMessage ? <PinnedMessage message={snapshot.pinnedMessage} /> : null}
      {entries.length === 0 && isOnAir && !isBanned ? (
        <View style={styles.empty}>
          <Txt tone="text2">{text.watch.chatEmpty}</Txt>
        </View>
      ) : (
        <ChatLog entries={entries} onRetry={(id) => room.retryMessage(id)} {...(isOnAir ? { onPick: setPicked } : {})} />
      )}
      {notice && sheet === 'none' ? <Banner text={notice} /> : null}
      {pins[0] ? <PinnedCard product={pins[0]} onOpen={() => look(pins[0]?._id ?? '')} /> : null}
      <View style={styles.acts}>
        <ChatComposer
          ref={composer}
          onSend={write}
          isAway={isAway}
          isDisabled={!mayWrite}
          isWaiting={writing.isWaiting}
          placeholder={isBanned ? text.watch.silenced : isOnAir ? writing.hint : text.watch.chatLater}
        />
        {hasQuestions ? (
          <CountedButton
            icon="question"
            count={openQuestions}
            label={text.watch.openQuestions(openQuestions)}
            onPress={() => setSheet('questions')}
          />
        ) : null}
        <CountedButton icon="bag" count={pieces.length} label={text.watch.openLineUp(pieces.length)} onPress={() => setSheet('line-up')} />
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
      <LineUpSheet isOpen={sheet === 'line-up'} products={pieces} onClose={() => setSheet('none')} onLook={look} />
      <QuestionsSheet
        isOpen={sheet === 'questions' && pending === null}
        onClose={() => setSheet('none')}
        box={box}
        questions={snapshot.questions}
        notice={notice}
        mayAsk={hasQuestions}
        onAsk={(question) => whenNamed(() => void box.ask(question).catch(() => say(text.watch.askFailed)))}
        onVote={(question) => whenNamed(() => void box.vote(question).catch(() => say(text.watch.voteFailed)))}
      />
      <MessageSheet
        entry={picked}
        mayWrite={mayWrite}
        onClose={() => setPicked(null)}
        onMention={(name) => {
          setPicked(null);
          composer.current?.insert(`@${name} `);
        }}
        onReport={report}
      />
      <NameSheet
        isOpen={pending !== null}
        onClose={() => setPending(null)}
        onName={async (name) => {
          await enter(name);
          pending?.();
          setPending(null);
        }}
      />
    </View>
  );
}
const styles = StyleSheet.create({
  bottom: { flexShrink: 1, gap: 12, height: '52%', minHeight: 260, justifyContent: 'flex-end' },
  empty: { flexGrow: 1, justifyContent: 'flex-end', paddingHorizontal: 16 },
  acts: { flexDirection: 'row', alignItems: 'center', gap: 8, paddingHorizontal: 12 },
  heart: { backgroundColor: stage.glass },
  liked: { backgroundColor: stage.liveFill, borderColor: stage.live },
});
