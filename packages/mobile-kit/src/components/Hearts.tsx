import { useEffect, useRef, useState } from 'react';
import { Animated, Easing, StyleSheet, View } from 'react-native';
import { duration, stage } from '../theme/tokens.ts';
import { Icon } from './Icon.tsx';
import { useReducedMotion } from './use-reduced-motion.ts';

/** At most so many on screen. */
const MOST = 12;
const COLOURS = [stage.live, stage.accent, stage.danger] as const;

/** Hearts that rise as likes come, one's own among them. Nothing moves for who wants it still: the count beside it tells. */
export function Hearts({ likes }: { likes: number }) {
  const isStill = useReducedMotion();
  const before = useRef<number | null>(null);
  const next = useRef(0);
  const [rising, setRising] = useState<readonly number[]>([]);
  useEffect(() => {
    const gained = before.current === null ? 0 : likes - before.current;
    before.current = likes;
    if (gained <= 0 || isStill) return;
    const fresh = Array.from({ length: Math.min(gained, MOST) }, () => next.current++);
    setRising((now) => [...now, ...fresh].slice(-MOST));
  }, [likes, isStill]);
  return (
    <View style={styles.column} accessibilityElementsHidden importantForAccessibility="no-hide-descendants" aria-hidden>
      {rising.map((id) => (
        <Heart key={id} id={id} onGone={() => setRising((now) => now.filter((one) => one !== id))} />
      ))}
    </View>
  );
}
function Heart({ id, onGone }: { id: number; onGone: () => void }) {
  const [way] = useState(() => new Animated.Value(0));
  const gone = useRef(onGone);
  gone.current = onGone;
  useEffect(() => {
    const animation = Animated.timing(way, {
      toValue: 1,
      duration: duration.heart,
      delay: (id % 4) * 120,
      easing: Easing.out(Easing.quad),
      useNativeDriver: true,
    });
    animation.start(({ finished }) => {
      if (finished) gone.current();
    });
    return () => animation.stop();
  }, [id, way]);
  const side = id % 2 === 0 ? 1 : -1;
  const sway = 10 + ((id * 5) % 17);
  return (
    <Animated.View
      style={[
        styles.heart,
        {
          opacity: way.interpolate({ inputRange: [0, 0.12, 0.72, 1], outputRange: [0, 1, 0.9, 0] }),
          transform: [
            { translateY: way.interpolate({ inputRange: [0, 1], outputRange: [0, -330] }) },
            { translateX: way.interpolate({ inputRange: [0, 0.3, 1], outputRange: [0, side * 6, -side * sway] }) },
            { scale: way.interpolate({ inputRange: [0, 0.12, 1], outputRange: [0.4, 1, 0.9] }) },
          ],
        },
      ]}
    >
      <Icon name="heart" size={22 + ((id * 7) % 11)} color={COLOURS[id % COLOURS.length] ?? stage.live} isFilled />
    </Animated.View>
  );
}
const styles = StyleSheet.create({
  column: { position: 'absolute', right: 22, bottom: 76, width: 44, height: 0, overflow: 'visible', pointerEvents: 'none' },
  heart: { position: 'absolute', bottom: 0, right: 4 },
});
