import type { RoomSnapshot } from '@vitrine/client';
import { Banner, formatClock, formatCount, Icon, IconButton, kitText, LiveBadge, stage, Txt } from '@vitrine/mobile-kit';
import type { LivestreamDetail, LivestreamStatus, VideoHealth } from '@vitrine/protocol';
import { HOST_SEAT } from '@vitrine/protocol/codes';
import { useEffect, useState } from 'react';
import { Pressable, StyleSheet, View } from 'react-native';
import { text } from '../text/en.ts';
import type { Sending } from './sending.ts';

/** So long it is held, in ms, until the show ends without being asked. */
const HOLD = 1_200;

/** Whether it is on and for how long, who watches, how the picture arrives, and the end. */
export function RoomTop({
  detail,
  snapshot,
  status,
  state,
  away,
  mayRun,
  onEnd,
  onAskEnd,
  onLeave,
}: {
  detail: LivestreamDetail;
  snapshot: RoomSnapshot;
  status: LivestreamStatus;
  state: Sending;
  away: 'reconnecting' | 'offline' | null;
  mayRun: boolean;
  onEnd: () => Promise<void>;
  onAskEnd: () => void;
  onLeave: () => void;
}) {
  const isOnAir = status === 'live' || status === 'interrupted';
  const startTime = snapshot.startTime ?? detail.startTime;
  return (
    <View style={styles.top}>
      <View style={styles.row}>
        {isOnAir && mayRun ? null : <IconButton icon="back" label={text.room.leave} size={44} onPress={onLeave} />}
        {isOnAir ? (
          <LiveBadge status={status === 'live' ? 'live' : 'paused'}>
            {startTime ? <Clock from={Date.parse(startTime)} offset={snapshot.clockOffset} /> : null}
          </LiveBadge>
        ) : null}
        {isOnAir ? (
          <View style={styles.pill} accessible accessibilityLabel={kitText.watching(formatCount(snapshot.viewerCount))}>
            <Icon name="eye" size={17} />
            <Txt variant="figure">{formatCount(snapshot.viewerCount)}</Txt>
          </View>
        ) : null}
        <View style={{ flex: 1 }} />
        {isOnAir && mayRun ? (
          <Pressable
            accessibilityRole="button"
            accessibilityLabel={text.room.end}
            accessibilityHint={text.room.endHint}
            onPress={onAskEnd}
            delayLongPress={HOLD}
            // Held: it ends. Should that fail, it is asked for, and said there.
            onLongPress={() => void onEnd().catch(onAskEnd)}
            style={({ pressed }) => [styles.end, pressed && { backgroundColor: stage.liveTint }]}
          >
            <Icon name="stop" size={16} color={stage.danger} />
            <Txt variant="strong" tone="danger">
              {text.room.end}
            </Txt>
          </Pressable>
        ) : null}
      </View>
      {isOnAir && state.status === 'on' ? <Health health={snapshot.videoHealth} /> : null}
      {away ? <Banner text={away === 'offline' ? kitText.offline : kitText.reconnecting} isBusy /> : null}
    </View>
  );
}

function Clock({ from, offset }: { from: number; offset: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <Txt variant="figure" role="timer" style={{ paddingLeft: 2, paddingRight: 6 }}>
      {formatClock((now + offset - from) / 1_000)}
    </Txt>
  );
}
/** In plain words: what is wrong with what is sent, else with what arrives. */
function Health({ health }: { health: VideoHealth | null }) {
  if (!health) return null;
  const own = health.publishers.find(({ seat }) => seat === HOST_SEAT);
  const { frozen } = health.audience.freezes;
  const trouble = own?.trouble ? text.room.troublesSent[own.trouble] : frozen > 0 ? text.room.frozen(frozen) : null;
  return (
    <View style={[styles.pill, { alignSelf: 'flex-start' }]} role="status" accessibilityLiveRegion="polite">
      <View style={[styles.dot, { backgroundColor: trouble ? stage.warn : stage.ok }]} />
      <Txt variant="label">{trouble ?? text.room.good}</Txt>
    </View>
  );
}
const styles = StyleSheet.create({
  top: { gap: 10, paddingHorizontal: 12 },
  row: { flexDirection: 'row', alignItems: 'center', gap: 8, minHeight: 44 },
  pill: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: 7,
    minHeight: 34,
    paddingHorizontal: 11,
    borderRadius: 10,
    borderWidth: 1,
    borderColor: stage.glassLine,
    backgroundColor: stage.glass,
  },
  end: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: 8,
    minHeight: 44,
    paddingHorizontal: 14,
    borderRadius: 12,
    borderWidth: 1,
    borderColor: stage.danger,
    backgroundColor: stage.glass,
  },
  dot: { width: 8, height: 8, borderRadius: 4 },
});
