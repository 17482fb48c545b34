import { formatClock, formatMoney, Picture, Price, stage, Txt } from '@vitrine/mobile-kit';
import type { Product } from '@vitrine/protocol';
import { useEffect, useState } from 'react';
import { Pressable, ScrollView, StyleSheet, View } from 'react-native';
import { text } from '../text/en.ts';
import type { LineUp } from './use-line-up.ts';

/** Every piece, one press from being on screen, with its price and what is left. */
export function LineUpRow({ lineUp, mayPin }: { lineUp: LineUp; mayPin: boolean }) {
  if (lineUp.products.length === 0) return null;
  return (
    <ScrollView horizontal showsHorizontalScrollIndicator={false} style={{ flexGrow: 0, flexShrink: 0 }} contentContainerStyle={styles.row}>
      {lineUp.products.map((product) => {
        const isOn = product._id === lineUp.onScreen?._id;
        const isNext = product._id === lineUp.next?._id && lineUp.onScreen !== undefined;
        return (
          <Pressable
            key={product._id}
            accessibilityRole="button"
            accessibilityLabel={isOn ? `${product.title}, ${text.room.onScreen}` : text.room.pin(product.title)}
            accessibilityState={{ selected: isOn, busy: lineUp.changing === product._id }}
            disabled={!mayPin || isOn || lineUp.changing !== null}
            onPress={() => void lineUp.pin(product)}
            style={[isOn ? styles.wide : styles.piece, lineUp.changing === product._id && { opacity: 0.5 }]}
          >
            {isOn ? (
              <View style={styles.on}>
                <Picture src={product.images[0]} isSoldOut={product.stock === 0} style={styles.picture} />
                <OnScreen product={product} since={lineUp.onScreenSince} />
              </View>
            ) : (
              <Picture src={product.images[0]} isSoldOut={product.stock === 0} style={styles.picture} />
            )}
            {isNext ? (
              <View style={styles.next}>
                <Txt variant="label" style={{ fontSize: 11, lineHeight: 16 }} maxFontSizeMultiplier={1.2}>
                  {text.room.next}
                </Txt>
              </View>
            ) : null}
            <Txt variant="label" numberOfLines={1}>
              {product.title}
            </Txt>
            <View style={{ flexDirection: 'row', gap: 6 }}>
              <Price amount={product.price} currency={product.currency} variant="small" />
              <Txt variant="small" tone={product.stock > 3 ? 'muted' : 'warn'} numberOfLines={1} style={{ flexShrink: 1 }}>
                {text.room.stock(product.stock)}
              </Txt>
            </View>
          </Pressable>
        );
      })}
    </ScrollView>
  );
}

/** For how long it has been on screen; its price where nobody saw it come. */
function OnScreen({ product, since }: { product: Product; since: number | null }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (since === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [since]);
  return (
    <View style={{ flex: 1, paddingHorizontal: 8 }}>
      <Txt variant="label" tone="onAccent" numberOfLines={1} maxFontSizeMultiplier={1.2} style={{ fontSize: 12 }}>
        {text.room.onScreen}
      </Txt>
      <Txt variant="figure" tone="onAccent" numberOfLines={1} maxFontSizeMultiplier={1.2}>
        {since === null ? formatMoney(product.price, product.currency) : formatClock(Math.max(0, now - since) / 1_000)}
      </Txt>
    </View>
  );
}
const styles = StyleSheet.create({
  row: { gap: 8, paddingHorizontal: 12 },
  piece: { width: 84, gap: 2 },
  wide: { width: 172, gap: 2 },
  picture: { width: 84, height: 78, borderRadius: 14 },
  on: { flexDirection: 'row', alignItems: 'center', borderRadius: 14, backgroundColor: stage.accent },
  next: {
    position: 'absolute',
    top: 6,
    left: 6,
    paddingHorizontal: 6,
    paddingVertical: 1,
    borderRadius: 6,
    backgroundColor: stage.glassStrong,
  },
});
