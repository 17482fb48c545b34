import { bySchedule } from '@vitrine/client';
import { Txt, useLoaded, useShop } from '@vitrine/mobile-kit';
import { HOME } from '@vitrine/protocol/page-sizes';
import { View } from 'react-native';
import { UpcomingRow } from '../home/UpcomingRow.tsx';
import { useReminders } from '../home/use-reminders.ts';
import { text } from '../text/index.ts';

/** The next show that has a date, and being told of it. The end of a show stands without it. */
export function NextShow() {
  const { api } = useShop();
  const reminders = useReminders();
  const { loaded } = useLoaded((signal) => api.listLivestreams({ status: 'scheduled', limit: HOME.upcoming }, { signal }));
  const next = loaded.status === 'ready' ? loaded.value.items.filter((show) => show.scheduledFor).sort(bySchedule)[0] : undefined;
  if (!next) return null;
  return (
    <View style={{ gap: 8, paddingHorizontal: 16 }}>
      <Txt variant="label" tone="muted" accessibilityRole="header">
        {text.watch.next}
      </Txt>
      <UpcomingRow show={next} isReminded={reminders.set.has(next._id)} onRemind={() => reminders.toggle(next._id)} />
    </View>
  );
}
