import { besideChapter, chapterAt, replayEntries } from '@vitrine/client';
import {
  Banner,
  Button,
  ChatLog,
  kitText,
  Notice,
  Picture,
  PinnedCard,
  ProductSheet,
  place,
  Scrim,
  stage,
  useCheckout,
  useShop,
} from '@vitrine/mobile-kit';
import type { LivestreamDetail, Replay } from '@vitrine/protocol';
import { useKeepAwake } from 'expo-keep-awake';
import { router } from 'expo-router';
import { useMemo, useState } from 'react';
import { ActivityIndicator, Linking, Pressable, StyleSheet, View } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';
import { text } from '../text/index.ts';
import { leaveShow } from '../watch/leave.ts';
import { BigPlay } from './BigPlay.tsx';
import { ReplayCaptions } from './ReplayCaptions.tsx';
import { ReplayControls } from './ReplayControls.tsx';
import { ReplayPieces } from './ReplayPieces.tsx';
import { ReplayTop } from './ReplayTop.tsx';
import { ReplayVideo } from './ReplayVideo';
import { SeekBar } from './SeekBar.tsx';
import { useCaptions } from './use-captions.ts';
import { useReplay } from './use-replay.ts';

const MOST_LINES = 60;

/** A past show as it was: its picture over the whole screen, the chat and the pieces in step with it, sold at today's prices. */
export function ReplayStage({ detail, replay }: { detail: LivestreamDetail; replay: Replay }) {
  const shop = useShop();
  const insets = useSafeAreaInsets();
  const { feed, player, said, played, isOnline } = useReplay(replay);
  const captions = useCaptions(replay, played.position);
  const entries = useMemo(() => replayEntries(said.moments, kitText).slice(-MOST_LINES), [said.moments]);
  const [openId, setOpenId] = useState<string | null>(null);
  const [isListOpen, setListOpen] = useState(false);
  const open = said.products.find(({ _id }) => _id === openId);
  const piece = said.pins[0];
  const checkout = useCheckout(detail._id, (name) => shop.enterAsGuest(name, null));
  const hasFailed = played.state === 'failed';
  const isStill = played.state === 'paused' || played.state === 'ended';

  function look(id: string): void {
    setListOpen(false);
    setOpenId(id);
    void feed.refresh();
  }
  function beside(step: -1 | 1): void {
    const target = besideChapter(replay.chapters, played.position, step);
    if (target !== null) player.seek(target);
  }
  return (
    <View style={styles.stage}>
      {played.state === 'playing' ? <Awake /> : null}
      <ReplayVideo player={player} token={shop.token} label={text.replay.video(detail.title)} />
      {played.isFresh ? <Picture src={detail.recording?.thumbnailUrl ?? detail.thumbnailUrl} isGround style={styles.poster} /> : null}
      <Scrim />
      {/* A finger anywhere on the picture stops it; who hears the screen has the button below. */}
      <Pressable style={StyleSheet.absoluteFill} onPress={() => player.toggle()} accessible={false} tabIndex={-1} aria-hidden />
      <View style={[styles.over, { paddingTop: insets.top + 8, paddingBottom: insets.bottom + 8 }]}>
        <ReplayTop
          detail={detail}
          captions={captions}
          isMuted={played.isMuted}
          onMute={() => player.setMuted(!played.isMuted)}
          onLeave={() => leaveShow(router)}
        />
        {isOnline ? null : <Banner text={kitText.offline} isBusy />}
        <View style={styles.middle}>
          {hasFailed ? (
            <Notice title={text.replay.brokenTitle} text={text.replay.brokenText}>
              <Button label={kitText.tryAgain} onPress={() => player.retry()} />
              {place.fixedAddress === null ? (
                <Button label={text.replay.openOutside} onPress={() => void Linking.openURL(shop.urlOf(`/watch/${detail._id}`))} />
              ) : null}
            </Notice>
          ) : isStill ? (
            <BigPlay isOver={played.state === 'ended'} onPress={() => player.toggle()} />
          ) : played.isWaiting ? (
            <ActivityIndicator color={stage.text} size="large" accessibilityLabel={text.replay.waiting} />
          ) : null}
        </View>
        <View style={styles.bottom}>
          {captions.failed ? <Banner text={text.replay.captionsFailed} /> : null}
          {captions.language !== null && captions.cues.length > 0 ? (
            <ReplayCaptions cues={captions.cues} language={captions.language} />
          ) : null}
          <View style={styles.chat}>
            <ChatLog entries={entries} />
          </View>
          {said.failed ? (
            <Pressable accessibilityRole="button" onPress={() => feed.retry()}>
              <Banner text={`${text.replay.chatFailed} ${kitText.tryAgain}`} />
            </Pressable>
          ) : null}
          {piece ? <PinnedCard product={piece} onOpen={() => look(piece._id)} /> : null}
          <View style={styles.time}>
            <SeekBar
              position={played.position}
              duration={replay.duration}
              chapters={replay.chapters}
              products={said.products}
              previews={detail.recording?.previews ?? null}
              onSeek={(position) => player.seek(position)}
            />
            <ReplayControls
              played={played}
              duration={replay.duration}
              pieces={said.products.length}
              hasChapters={replay.chapters.length > 0}
              onToggle={() => player.toggle()}
              onStep={beside}
              onSpeed={() => player.nextSpeed()}
              onPieces={() => setListOpen(true)}
            />
          </View>
        </View>
      </View>
      <ReplayPieces
        isOpen={isListOpen}
        products={said.products}
        chapters={replay.chapters}
        current={chapterAt(replay.chapters, played.position)}
        onClose={() => setListOpen(false)}
        onJump={(position) => {
          setListOpen(false);
          player.seek(position);
        }}
        onLook={look}
      />
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
/** The screen stays on while it plays, and no longer. */
function Awake() {
  useKeepAwake();
  return null;
}
const styles = StyleSheet.create({
  stage: { flex: 1, backgroundColor: stage.well, overflow: 'hidden' },
  poster: { position: 'absolute', top: 0, right: 0, bottom: 0, left: 0, borderRadius: 0, backgroundColor: stage.well },
  over: { flex: 1, pointerEvents: 'box-none' },
  middle: { flex: 1, minHeight: 90, alignItems: 'center', justifyContent: 'center', pointerEvents: 'box-none' },
  bottom: { gap: 12, pointerEvents: 'box-none' },
  chat: { height: 210 },
  time: { paddingHorizontal: 14 },
});
