import { formatClock, stage, Txt, useShop } from '@vitrine/mobile-kit';
import type { PreviewSheet } from '@vitrine/protocol';
import { Image } from 'expo-image';
import { StyleSheet, View } from 'react-native';

/** Its height over the line, without a picture; in px. */
const WORDS = 26;

/** Over the finger: where it is in time, with a small picture of what is shown there where the shop has one. */
export function Peek({
  position,
  share,
  width,
  previews,
}: {
  position: number;
  share: number;
  width: number;
  previews: PreviewSheet | null;
}) {
  const shop = useShop();
  const own = previews?.width ?? 64;
  const frame = previews ? Math.min(previews.frames - 1, Math.floor(position / previews.interval)) : 0;
  const left = Math.min(width - own, Math.max(0, share * width - own / 2));
  return (
    <View
      style={[styles.peek, { left, width: own }]}
      aria-hidden
      accessibilityElementsHidden
      importantForAccessibility="no-hide-descendants"
    >
      {previews ? (
        <View style={[styles.picture, { width: previews.width, height: previews.height }]}>
          <Image
            source={{ uri: shop.urlOf(previews.url) }}
            contentFit="fill"
            style={{
              position: 'absolute',
              width: previews.width * previews.columns,
              height: previews.height * Math.ceil(previews.frames / previews.columns),
              left: -(frame % previews.columns) * previews.width,
              top: -Math.floor(frame / previews.columns) * previews.height,
            }}
          />
        </View>
      ) : null}
      <View style={styles.clock}>
        <Txt variant="figure" maxFontSizeMultiplier={1.2} style={{ fontSize: 13 }}>
          {formatClock(position)}
        </Txt>
      </View>
    </View>
  );
}
const styles = StyleSheet.create({
  peek: { position: 'absolute', bottom: 40, alignItems: 'center', gap: 4, pointerEvents: 'none' },
  picture: { overflow: 'hidden', borderRadius: 8, borderWidth: 1, borderColor: stage.glassLine, backgroundColor: stage.well },
  clock: { height: WORDS, justifyContent: 'center', paddingHorizontal: 9, borderRadius: 8, backgroundColor: stage.glassStrong },
});
