import { chapterAt } from '@vitrine/client';
import { formatClock, Picture, stage } from '@vitrine/mobile-kit';
import type { Chapter, PreviewSheet, Product } from '@vitrine/protocol';
import { useState } from 'react';
import { type GestureResponderEvent, Pressable, StyleSheet, View } from 'react-native';
import { text } from '../text/index.ts';
import { markedChapters } from './marked-chapters.ts';
import { Peek } from './Peek.tsx';

/** What a screen reader's swipe, or an arrow key, moves; in seconds. */
const STEP = 10;
/** A mark's picture, and the finger's place around it; in px. */
const MARK = 30;

/** The line of time: its stretches are the chapters, a picture stands over each that has room. A finger drags along it, anything else adjusts it. */
export function SeekBar({
  position,
  duration,
  chapters,
  products,
  previews,
  onSeek,
}: {
  /** Seconds. */
  position: number;
  duration: number;
  chapters: readonly Chapter[];
  products: readonly Product[];
  previews: PreviewSheet | null;
  onSeek: (position: number) => void;
}) {
  const [width, setWidth] = useState(0);
  /** Where the finger is, in seconds; null while there is none. */
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged ?? position;
  const current = chapterAt(chapters, shown);
  const share = (at: number): number => (duration === 0 ? 0 : Math.min(1, Math.max(0, at / duration)));
  const under = ({ nativeEvent }: GestureResponderEvent): number =>
    width === 0 ? 0 : share((nativeEvent.locationX / width) * duration) * duration;
  const spoken = [text.replay.at(formatClock(shown), formatClock(duration)), chapters[current]?.title].filter(Boolean).join(', ');
  const step = (by: number): void => onSeek(Math.min(duration, Math.max(0, position + by)));

  return (
    <View>
      {width > 0 ? (
        <View style={styles.marks}>
          {markedChapters(chapters, duration, width, MARK + 4).map(({ chapter, index }) => (
            <Pressable
              key={chapter.at}
              accessibilityRole="button"
              accessibilityLabel={text.replay.jumpTo(chapter.title, formatClock(chapter.at))}
              accessibilityState={{ selected: index === current }}
              hitSlop={{ top: 10, bottom: 4, left: 2, right: 2 }}
              onPress={() => onSeek(chapter.at)}
              style={[styles.mark, { left: Math.min(width - MARK, Math.max(0, share(chapter.at) * width - MARK / 2)) }]}
            >
              <Picture
                src={products.find(({ _id }) => _id === chapter.productId)?.images[0]}
                style={index === current ? styles.now : styles.picture}
              />
            </Pressable>
          ))}
        </View>
      ) : null}
      <View
        style={styles.line}
        role="slider"
        accessible
        tabIndex={0}
        aria-label={text.replay.position}
        aria-valuemin={0}
        aria-valuemax={Math.ceil(duration)}
        aria-valuenow={Math.floor(shown)}
        aria-valuetext={spoken}
        accessibilityActions={[{ name: 'increment' }, { name: 'decrement' }]}
        onAccessibilityAction={({ nativeEvent }) => step(nativeEvent.actionName === 'increment' ? STEP : -STEP)}
        onLayout={({ nativeEvent }) => setWidth(nativeEvent.layout.width)}
        onStartShouldSetResponder={() => true}
        onMoveShouldSetResponder={() => true}
        onResponderTerminationRequest={() => false}
        onResponderGrant={(event) => setDragged(under(event))}
        onResponderMove={(event) => setDragged(under(event))}
        onResponderRelease={(event) => {
          setDragged(null);
          onSeek(under(event));
        }}
        onResponderTerminate={() => setDragged(null)}
        {...keys(
          (by) => step(by),
          () => onSeek(0),
        )}
      >
        <View style={styles.track}>
          {(chapters.length > 0 ? chapters : [{ at: 0 }]).map(({ at }, index) => {
            const end = chapters[index + 1]?.at ?? duration;
            // A hair between two of them.
            return <View key={at} style={[styles.stretch, { left: share(at) * width, width: Math.max(1, share(end - at) * width - 3) }]} />;
          })}
          <View style={[styles.done, { width: share(shown) * width }]} />
        </View>
        <View style={[styles.knob, dragged !== null && styles.held, { left: share(shown) * width - 8 }]} />
        {dragged === null ? null : <Peek position={dragged} share={share(dragged)} width={width} previews={previews} />}
      </View>
    </View>
  );
}

/** The arrow keys of a page; a phone's view ignores them. */
const keys = (step: (by: number) => void, begin: () => void) => ({
  onKeyDown(event: { key?: string; nativeEvent: { key?: string }; preventDefault?: () => void }) {
    const key = event.key ?? event.nativeEvent.key;
    if (key === 'ArrowRight' || key === 'ArrowUp') step(STEP);
    else if (key === 'ArrowLeft' || key === 'ArrowDown') step(-STEP);
    else if (key === 'Home') begin();
    else return;
    event.preventDefault?.();
  },
});
const styles = StyleSheet.create({
  marks: { height: MARK + 4, pointerEvents: 'box-none' },
  mark: { position: 'absolute', bottom: 0, width: MARK, height: MARK },
  picture: { width: MARK, height: MARK, borderRadius: 8, borderWidth: 1, borderColor: stage.glassLine },
  now: { width: MARK, height: MARK, borderRadius: 8, borderWidth: 2, borderColor: stage.accent },
  line: { height: 36, justifyContent: 'center' },
  track: { height: 5, borderRadius: 3, overflow: 'hidden', backgroundColor: stage.line, pointerEvents: 'none' },
  stretch: { position: 'absolute', top: 0, bottom: 0, borderRadius: 3, backgroundColor: 'rgba(255, 250, 240, 0.32)' },
  done: { position: 'absolute', top: 0, bottom: 0, left: 0, borderRadius: 3, backgroundColor: stage.accent },
  knob: { position: 'absolute', width: 16, height: 16, borderRadius: 8, backgroundColor: stage.accent, pointerEvents: 'none' },
  held: { transform: [{ scale: 1.4 }] },
});
