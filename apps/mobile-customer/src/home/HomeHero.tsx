import { Button, LiveBadge, Picture, Price, Scrim, stage, Txt, useShop } from '@vitrine/mobile-kit';
import type { Livestream, Product } from '@vitrine/protocol';
import { router } from 'expo-router';
import { useEffect, useState } from 'react';
import { StyleSheet, useWindowDimensions, View } from 'react-native';
import { text } from '../text/index.ts';

/** The show that most people watch now. */
export function HomeHero({ show }: { show: Livestream }) {
  const { height } = useWindowDimensions();
  const piece = usePieceOnScreen(show);
  return (
    <View style={[styles.hero, { height: Math.min(620, Math.max(420, height * 0.7)) }]}>
      <Picture src={show.thumbnailUrl} isGround style={styles.picture} />
      <Scrim />
      <View style={styles.words}>
        <View style={{ alignSelf: 'flex-start' }}>
          <LiveBadge status={show.status === 'interrupted' ? 'paused' : 'live'} viewers={show.viewerCount} />
        </View>
        <Txt variant="hero" accessibilityRole="header">
          {show.title}
        </Txt>
        {show.description ? (
          <Txt tone="text2" numberOfLines={2}>
            {show.description}
          </Txt>
        ) : null}
        <View style={styles.acts}>
          <Button
            label={text.home.stepInside}
            icon="play"
            variant="buy"
            onPress={() => router.push(`/watch/${show._id}`)}
            style={styles.step}
          />
          {piece ? (
            <View style={styles.piece} accessible accessibilityLabel={text.home.look(piece.title)}>
              <Picture src={piece.images[0]} isSoldOut={piece.stock === 0} style={styles.thumb} />
              <View style={{ flexShrink: 1 }}>
                <Txt variant="small" numberOfLines={1}>
                  {piece.title}
                </Txt>
                <Price amount={piece.price} currency={piece.currency} variant="figure" />
              </View>
            </View>
          ) : null}
        </View>
      </View>
    </View>
  );
}
/** What the show has on screen, read when that changes; the hero stands without it. */
function usePieceOnScreen({ _id: id, pinnedProducts: [wanted] }: Livestream): Product | null {
  const { api } = useShop();
  const [piece, setPiece] = useState<Product | null>(null);
  useEffect(() => {
    if (wanted === undefined) return;
    const asked = new AbortController();
    api.livestream(id, { signal: asked.signal }).then(
      ({ products: [first] }) => setPiece(first ?? null),
      () => undefined,
    );
    return () => asked.abort();
  }, [api, id, wanted]);
  return piece?._id === wanted ? piece : null;
}
const styles = StyleSheet.create({
  hero: {
    justifyContent: 'flex-end',
    overflow: 'hidden',
    borderBottomLeftRadius: 22,
    borderBottomRightRadius: 22,
    backgroundColor: stage.well,
  },
  picture: { position: 'absolute', top: 0, right: 0, bottom: 0, left: 0, borderRadius: 0 },
  words: { gap: 12, padding: 20 },
  acts: { flexDirection: 'row', gap: 10, marginTop: 4 },
  step: { flexGrow: 1, minHeight: 54 },
  piece: {
    flexShrink: 1,
    flexDirection: 'row',
    alignItems: 'center',
    gap: 10,
    minHeight: 54,
    padding: 6,
    paddingRight: 14,
    borderRadius: 14,
    borderWidth: 1,
    borderColor: stage.glassLine,
    backgroundColor: stage.glassStrong,
  },
  thumb: { width: 42, height: 42, borderRadius: 9 },
});
