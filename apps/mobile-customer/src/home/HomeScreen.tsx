import { Button, IconButton, kitText, Loading, Notice, stage, Txt, useShopState } from '@vitrine/mobile-kit';
import { router } from 'expo-router';
import { RefreshControl, ScrollView, StyleSheet, View } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';
import { text } from '../text/en.ts';
import { HomeHero } from './HomeHero.tsx';
import { ReminderNote } from './ReminderNote.tsx';
import { ShowCard } from './ShowCard.tsx';
import { UpcomingRow } from './UpcomingRow.tsx';
import { useReminders } from './use-reminders.ts';
import { type Shows, useShows } from './use-shows.ts';

/** What is on, what comes, what was. */
export function HomeScreen() {
  const insets = useSafeAreaInsets();
  const state = useShopState();
  const { loaded, reload } = useShows();
  const shopName = state.status === 'open' ? state.shop.name : '';
  const hero = loaded.status === 'ready' ? loaded.value.live[0] : undefined;
  return (
    <View style={styles.screen}>
      <ScrollView
        contentContainerStyle={{ flexGrow: 1, paddingBottom: insets.bottom + 32 }}
        refreshControl={<RefreshControl refreshing={false} onRefresh={reload} tintColor={stage.accent} />}
      >
        {hero ? <HomeHero show={hero} /> : <View style={{ height: insets.top + 68 }} />}
        {loaded.status === 'loading' ? <Loading /> : null}
        {loaded.status === 'failed' ? (
          <Notice title={text.home.errorTitle} text={text.home.errorText}>
            <Button label={kitText.tryAgain} variant="buy" onPress={reload} />
          </Notice>
        ) : null}
        {loaded.status === 'ready' ? <Parts shows={loaded.value} /> : null}
      </ScrollView>
      <View style={[styles.head, { top: insets.top + 8 }]}>
        <Txt variant="heading" numberOfLines={1} style={{ flex: 1 }}>
          {shopName}
        </Txt>
        <IconButton icon="bag" label={text.home.orders} onPress={() => router.push('/orders')} style={styles.act} />
        <IconButton icon="person" label={text.home.account} onPress={() => router.push('/account')} style={styles.act} />
      </View>
    </View>
  );
}

function Parts({ shows: { live, upcoming, past, recommended } }: { shows: Shows }) {
  const reminders = useReminders();
  const others = live.slice(1);
  if (live.length + upcoming.length + past.length === 0) return <Notice title={text.home.emptyTitle} text={text.home.emptyText} />;
  return (
    <>
      {others.length > 0 ? (
        <Row title={text.home.alsoLive}>
          {others.map((show) => (
            <ShowCard key={show._id} show={show} />
          ))}
        </Row>
      ) : null}
      {recommended.length > 0 ? (
        <Row title={text.home.forYou}>
          {recommended.map(({ livestream, reason }) => (
            <ShowCard key={livestream._id} show={livestream} reason={reason.text} />
          ))}
        </Row>
      ) : null}
      {upcoming.length > 0 ? (
        <View style={styles.part}>
          <Txt variant="heading" accessibilityRole="header">
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
        <Row title={text.home.past}>
          {past.map((show) => (
            <ShowCard key={show._id} show={show} />
          ))}
        </Row>
      ) : null}
    </>
  );
}
function Row({ title, children }: { title: string; children: React.ReactNode }) {
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
  head: { position: 'absolute', left: 20, right: 12, flexDirection: 'row', alignItems: 'center', gap: 4 },
  act: { backgroundColor: 'transparent', borderWidth: 0 },
  part: { marginTop: 32, paddingHorizontal: 20, gap: 12 },
});
