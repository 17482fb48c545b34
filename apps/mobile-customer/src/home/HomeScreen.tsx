import { Button, kitText, Loading, Notice, stage, Txt, useShopState } from '@vitrine/mobile-kit';
import { type ReactNode, useState } from 'react';
import { RefreshControl, ScrollView, StyleSheet, View } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';
import { text } from '../text/index.ts';
import { HomeHead } from './HomeHead.tsx';
import { HomeHero } from './HomeHero.tsx';
import { PastRow } from './PastRow.tsx';
import { ReminderNote } from './ReminderNote.tsx';
import { ShowCard } from './ShowCard.tsx';
import { UpcomingRow } from './UpcomingRow.tsx';
import { useReminders } from './use-reminders.ts';
import { type Shows, useShows } from './use-shows.ts';

/** What is on, what comes, what was; or what is about some words. */
export function HomeScreen() {
  const insets = useSafeAreaInsets();
  const state = useShopState();
  /** What is searched by; null while nobody searches. */
  const [words, setWords] = useState<string | null>(null);
  const { loaded, reload } = useShows(words ?? '');
  const hero = loaded.status === 'ready' && words === null && loaded.value.search === '' ? loaded.value.live[0] : undefined;
  return (
    <View style={styles.screen}>
      <ScrollView
        contentContainerStyle={{ flexGrow: 1, paddingBottom: insets.bottom + 32 }}
        keyboardShouldPersistTaps="handled"
        refreshControl={<RefreshControl refreshing={false} onRefresh={reload} tintColor={stage.accent} />}
      >
        {hero ? <HomeHero show={hero} /> : <View style={{ height: insets.top + 56 }} />}
        {loaded.status === 'loading' ? <Loading /> : null}
        {loaded.status === 'failed' ? (
          <Notice title={text.home.errorTitle} text={text.home.errorText}>
            <Button label={kitText.tryAgain} variant="buy" onPress={reload} />
          </Notice>
        ) : null}
        {loaded.status === 'ready' ? <Parts shows={loaded.value} hasHero={hero !== undefined} onAll={() => setWords(null)} /> : null}
      </ScrollView>
      <View style={[styles.head, { top: insets.top + 8 }]}>
        <HomeHead name={state.status === 'open' ? state.shop.name : ''} words={words} onWords={setWords} />
      </View>
    </View>
  );
}

function Parts({ shows: { search, live, upcoming, past, picked }, hasHero, onAll }: { shows: Shows; hasHero: boolean; onAll: () => void }) {
  const reminders = useReminders();
  const others = hasHero ? live.slice(1) : live;
  const count = live.length + upcoming.length + past.length;
  if (count === 0 && search === '') return <Notice title={text.home.emptyTitle} text={text.home.emptyText} />;
  if (count === 0)
    return (
      <Notice title={text.home.nothingFound} text={text.home.nothingFoundText}>
        <Button label={text.home.showAll} onPress={onAll} />
      </Notice>
    );
  return (
    <>
      {search === '' ? null : (
        <View style={styles.part} role="status" accessibilityLiveRegion="polite">
          <Txt variant="title" accessibilityRole="header">
            {text.home.foundTitle}
          </Txt>
          <Txt tone="muted">{text.home.found(count)}</Txt>
        </View>
      )}
      {others.length > 0 ? (
        <Row title={hasHero ? text.home.alsoLive : text.home.liveNow}>
          {others.map((show) => (
            <ShowCard key={show._id} show={show} />
          ))}
        </Row>
      ) : null}
      {picked.length > 0 ? (
        <Row title={text.home.picked}>
          {picked.map(({ livestream, reason }) => (
            <ShowCard key={livestream._id} show={livestream} reason={text.home.because[reason.code](reason.title ?? '')} />
          ))}
        </Row>
      ) : null}
      {upcoming.length > 0 ? (
        <View style={styles.part}>
          <Txt variant="heading" accessibilityRole="header" style={{ marginBottom: 10 }}>
            {text.home.comingUp}
          </Txt>
          {upcoming.map((show) => (
            <UpcomingRow key={show._id} show={show} isReminded={reminders.set.has(show._id)} onRemind={() => reminders.toggle(show._id)} />
          ))}
          {reminders.push && upcoming.some(({ _id }) => reminders.set.has(_id)) ? (
            <ReminderNote state={reminders.push} onAllow={reminders.allow} />
          ) : null}
        </View>
      ) : null}
      {past.length > 0 ? (
        <View style={[styles.part, { gap: 16 }]}>
          <Txt variant="heading" accessibilityRole="header">
            {text.home.past}
          </Txt>
          {past.map((show) => (
            <PastRow key={show._id} show={show} />
          ))}
        </View>
      ) : null}
    </>
  );
}
function Row({ title, children }: { title: string; children: ReactNode }) {
  return (
    <View style={{ marginTop: 32, gap: 14 }}>
      <Txt variant="heading" accessibilityRole="header" style={{ paddingHorizontal: 20 }}>
        {title}
      </Txt>
      <ScrollView horizontal showsHorizontalScrollIndicator={false} contentContainerStyle={{ gap: 12, paddingHorizontal: 20 }}>
        {children}
      </ScrollView>
    </View>
  );
}
const styles = StyleSheet.create({
  screen: { flex: 1, backgroundColor: stage.bg },
  head: { position: 'absolute', left: 20, right: 12, flexDirection: 'row', alignItems: 'center' },
  part: { marginTop: 32, paddingHorizontal: 20 },
});
