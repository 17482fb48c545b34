import type { ReactNode } from 'react';
import { StyleSheet, View } from 'react-native';
import { formatCount } from '../text/format.ts';
import { kitText } from '../text/index.ts';
import { stage } from '../theme/tokens.ts';
import { Icon } from './Icon.tsx';
import { Txt } from './Txt.tsx';

type Badge = 'live' | 'paused' | 'ended';

/** Whether the show is on air, and how many watch. What stands beside it comes into the same pill. */
export function LiveBadge({ status, viewers, children }: { status: Badge; viewers?: number | undefined; children?: ReactNode }) {
  return (
    <View style={styles.pill}>
      <View
        style={styles.words}
        accessible
        accessibilityLabel={[kitText[status], viewers === undefined ? '' : kitText.watching(formatCount(viewers))].join(' ')}
      >
        <View style={[styles.badge, status === 'live' && { backgroundColor: stage.liveFill }]}>
          {status === 'live' ? <View style={styles.dot} /> : null}
          <Txt variant="label" style={styles.word}>
            {kitText[status]}
          </Txt>
        </View>
        {viewers === undefined ? null : (
          <View style={styles.count}>
            <Icon name="eye" size={16} />
            <Txt variant="figure" style={{ fontSize: 13 }}>
              {formatCount(viewers)}
            </Txt>
          </View>
        )}
      </View>
      {children}
    </View>
  );
}
const styles = StyleSheet.create({
  words: { flexDirection: 'row', alignItems: 'center', gap: 8 },
  pill: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: 8,
    padding: 4,
    borderRadius: 9,
    backgroundColor: stage.glass,
    borderWidth: 1,
    borderColor: stage.glassLine,
  },
  badge: { flexDirection: 'row', alignItems: 'center', gap: 6, height: 24, paddingHorizontal: 8, borderRadius: 5 },
  dot: { width: 6, height: 6, borderRadius: 3, backgroundColor: '#ffffff' },
  word: { color: '#ffffff', fontSize: 11, letterSpacing: 0.6 },
  count: { flexDirection: 'row', alignItems: 'center', gap: 5, paddingRight: 6 },
});
