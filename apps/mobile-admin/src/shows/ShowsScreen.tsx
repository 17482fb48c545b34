import { bySchedule, showsNow } from '@vitrine/client';
import {
  Button,
  formatCount,
  formatDayAndTime,
  IconButton,
  kitText,
  LiveBadge,
  Loading,
  Notice,
  Picture,
  Screen,
  stage,
  Txt,
  useLoaded,
  useLobby,
  useShop,
} from '@vitrine/mobile-kit';
import type { Livestream } from '@vitrine/protocol';
import { router } from 'expo-router';
import { Pressable, StyleSheet, View } from 'react-native';
import { text } from '../text/en.ts';

const PAST = 20;

/** The shop's shows: on air, coming up, over. */
export function ShowsScreen() {
  const shop = useShop();
  const { api } = shop;
  const { loaded, reload, setLoaded } = useLoaded(async (signal) => {
    const [onAir, scheduled, past] = await Promise.all([
      api.listLivestreams({}, { signal }),
      api.listLivestreams({ status: 'scheduled', limit: 100 }, { signal }),
      api.listLivestreams({ status: 'ended', limit: PAST }, { signal }),
    ]);
    return { onAir: onAir.items, scheduled: [...scheduled.items].sort(bySchedule), past: past.items };
  });
  useLobby(reload, (changed) =>
    setLoaded((now) => (now.status === 'ready' ? { ...now, value: { ...now.value, onAir: showsNow(now.value.onAir, changed) } } : now)),
  );
  const create = (
    <Button
      label={text.shows.create}
      icon="plus"
      variant="buy"
      onPress={() => router.push('/edit/new')}
      style={{ paddingHorizontal: 14 }}
    />
  );
  const isEmpty = loaded.status === 'ready' && loaded.value.onAir.length + loaded.value.scheduled.length + loaded.value.past.length === 0;
  return (
    <Screen title={text.shows.title} end={create}>
      {loaded.status === 'loading' ? <Loading /> : null}
      {loaded.status === 'failed' ? (
        <Notice title={text.shows.failedTitle} text={text.shows.failedText}>
          <Button label={kitText.tryAgain} variant="buy" onPress={reload} />
        </Notice>
      ) : null}
      {isEmpty ? <Notice title={text.shows.emptyTitle} text={text.shows.emptyText} /> : null}
      {loaded.status === 'ready' ? (
        <>
          <Part title={text.shows.onAir} shows={loaded.value.onAir} />
          <Part title={text.shows.scheduled} shows={loaded.value.scheduled} />
          <Part title={text.shows.past} shows={loaded.value.past} />
        </>
      ) : null}
      <Button label={text.shows.signOut} variant="plain" onPress={() => void shop.signOut()} />
    </Screen>
  );
}

function Part({ title, shows }: { title: string; shows: readonly Livestream[] }) {
  if (shows.length === 0) return null;
  return (
    <View style={{ gap: 10 }}>
      <Txt variant="heading" accessibilityRole="header">
        {title}
      </Txt>
      {shows.map((show) => (
        <ShowRow key={show._id} show={show} />
      ))}
    </View>
  );
}
function ShowRow({ show }: { show: Livestream }) {
  const isOn = show.status === 'live' || show.status === 'interrupted';
  const about =
    show.status === 'scheduled'
      ? show.scheduledFor
        ? formatDayAndTime(show.scheduledFor)
        : text.shows.noTime
      : show.status === 'ended'
        ? [show.startTime ? formatDayAndTime(show.startTime) : '', text.shows.watchedBy(formatCount(show.peakViewers))]
            .filter(Boolean)
            .join(', ')
        : show.hostName;
  return (
    <View style={styles.row}>
      <Pressable
        accessibilityRole="link"
        accessibilityLabel={`${show.title}, ${about}`}
        onPress={() => router.push(`/show/${show._id}`)}
        style={({ pressed }) => [styles.show, pressed && { opacity: 0.7 }]}
      >
        <Picture src={show.thumbnailUrl} style={styles.picture} />
        <View style={{ flex: 1, gap: 4, alignItems: 'flex-start' }}>
          <Txt variant="strong" numberOfLines={2}>
            {show.title}
          </Txt>
          <Txt variant="small" tone="muted">
            {about}
          </Txt>
          {isOn ? <LiveBadge status={show.status === 'live' ? 'live' : 'paused'} viewers={show.viewerCount} /> : null}
        </View>
      </Pressable>
      {show.status === 'scheduled' ? (
        <IconButton icon="edit" label={text.shows.edit(show.title)} onPress={() => router.push(`/edit/${show._id}`)} style={styles.edit} />
      ) : null}
    </View>
  );
}
const styles = StyleSheet.create({
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: 8,
    padding: 10,
    borderRadius: 16,
    backgroundColor: stage.surface1,
    borderWidth: 1,
    borderColor: stage.line,
  },
  show: { flex: 1, flexDirection: 'row', alignItems: 'center', gap: 12, minHeight: 64 },
  picture: { width: 84, height: 64 },
  edit: { backgroundColor: 'transparent', borderWidth: 0 },
});
