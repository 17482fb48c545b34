import { formatMoney } from '@vitrine/client';
import { Button, formatCount, formatLength, Screen, Txt } from '@vitrine/mobile-kit';
import type { LivestreamDetail } from '@vitrine/protocol';
import { router } from 'expo-router';
import { text } from '../text/en.ts';
import { Figures } from './Figures.tsx';
import { useFigures } from './use-figures.ts';

/** What came of the show. */
export function RoomEnded({ detail, duration }: { detail: LivestreamDetail; duration: number }) {
  const figures = useFigures(detail._id, false, 'ended');
  const shown = (value: number | undefined): string => (value === undefined ? '–' : formatCount(value));
  return (
    <Screen title={text.ended.title}>
      <Txt variant="heading">{detail.title}</Txt>
      <Txt tone="text2">{text.ended.lasted(formatLength(figures?.secondsOnAir ?? duration))}</Txt>
      <Figures
        columns={3}
        figures={[
          { value: shown(figures?.viewers.unique), name: text.ended.viewers },
          { value: shown(figures?.viewers.peak), name: text.ended.peak },
          { value: shown(figures?.likes), name: text.ended.likes },
          { value: shown(figures?.chatMessages), name: text.ended.messages },
          { value: shown(figures?.orders.count), name: text.ended.orders },
          { value: figures ? formatMoney(figures.orders.revenue, figures.orders.currency) : '–', name: text.ended.revenue },
        ]}
      />
      <Button label={text.ended.toShows} variant="buy" isWide onPress={() => router.replace('/')} />
    </Screen>
  );
}
