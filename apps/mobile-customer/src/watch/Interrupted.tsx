import { Avatar, formatClock, formatCount, stage, Txt } from '@vitrine/mobile-kit';
import { useEffect, useState } from 'react';
import { StyleSheet, View } from 'react-native';
import Svg, { Circle } from 'react-native-svg';
import { text } from '../text/index.ts';

/** How long the server waits for a host who lost the connection, in ms. */
const GRACE = 60_000;
const SECOND = 1_000;
const SIZE = 108;
const RADIUS = 50.5;
const AROUND = 2 * Math.PI * RADIUS;

/** The host is away: a ring counts the grace down, then words say that it takes longer. Who came meanwhile is shown no countdown. */
export function Interrupted({ host, since, viewers }: { host: string; since: number | null; viewers: number }) {
  const [now, setNow] = useState(() => Date.now());
  const left = since === null ? 0 : Math.min(GRACE, Math.max(0, GRACE - (now - since)));
  const isCounting = left > 0;
  useEffect(() => {
    if (!isCounting) return;
    const timer = setInterval(() => setNow(Date.now()), SECOND);
    return () => clearInterval(timer);
  }, [isCounting]);
  return (
    <View style={styles.middle}>
      <View style={styles.ring} accessibilityElementsHidden importantForAccessibility="no-hide-descendants" aria-hidden>
        <Svg width={SIZE} height={SIZE} style={{ transform: [{ rotate: '-90deg' }] }}>
          <Circle cx={SIZE / 2} cy={SIZE / 2} r={RADIUS} stroke={stage.lineStrong} strokeWidth={3} fill="none" />
          {isCounting ? (
            <Circle
              cx={SIZE / 2}
              cy={SIZE / 2}
              r={RADIUS}
              stroke={stage.accent}
              strokeWidth={3}
              strokeLinecap="round"
              strokeDasharray={[AROUND]}
              strokeDashoffset={AROUND * (1 - left / GRACE)}
              fill="none"
            />
          ) : null}
        </Svg>
        <View style={styles.face}>
          <Avatar name={host} size={88} />
        </View>
      </View>
      <View style={styles.words} role="alert" accessibilityLiveRegion="polite">
        <Txt variant="title" style={styles.centre} accessibilityRole="header">
          {text.watch.pausedTitle}
        </Txt>
        <Txt tone="text2" style={styles.centre}>
          {text.watch.pausedText(host)}
        </Txt>
      </View>
      <Txt tone="text2" style={styles.centre} accessibilityElementsHidden={isCounting} aria-hidden={isCounting}>
        {isCounting ? text.watch.waitMore(formatClock(Math.ceil(left / SECOND))) : text.watch.waitLong}
      </Txt>
      {viewers > 1 ? (
        <Txt tone="text2" style={styles.centre}>
          {text.watch.stillHere(formatCount(viewers))}
        </Txt>
      ) : null}
    </View>
  );
}
const styles = StyleSheet.create({
  middle: { flexGrow: 1, alignItems: 'center', justifyContent: 'center', gap: 6, padding: 28 },
  ring: { width: SIZE, height: SIZE, marginBottom: 10 },
  face: { position: 'absolute', top: 10, left: 10 },
  words: { gap: 10, marginBottom: 6 },
  centre: { textAlign: 'center' },
});
