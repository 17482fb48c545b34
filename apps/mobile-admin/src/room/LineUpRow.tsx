import { Picture, Price, stage, Txt } from '@vitrine/mobile-kit';
import { Pressable, ScrollView, StyleSheet, View } from 'react-native';
import { text } from '../text/en.ts';
import type { LineUp } from './use-line-up.ts';

/** Every piece, one press from being on screen, with its price and what is left. */
export function LineUpRow({ lineUp }: { lineUp: LineUp }) {
  if (lineUp.products.length === 0) return null;
  return (
    <ScrollView horizontal showsHorizontalScrollIndicator={false} style={{ flexGrow: 0, flexShrink: 0 }} contentContainerStyle={styles.row}>
      {lineUp.products.map((product) => {
        const isOn = product._id === lineUp.onScreen?._id;
        return (
          <Pressable
            key={product._id}
            accessibilityRole="button"
            accessibilityLabel={isOn ? `${product.title}, ${text.room.onScreen}` : text.room.pin(product.title)}
            accessibilityState={{ selected: isOn, busy: lineUp.changing === product._id }}
            disabled={isOn || lineUp.changing !== null}
            onPress={() => void lineUp.pin(product)}
            style={[styles.piece, lineUp.changing === product._id && { opacity: 0.5 }]}
          >
            <Picture
              src={product.images[0]}
              isSoldOut={product.stock === 0}
              style={isOn ? { ...styles.picture, ...styles.on } : styles.picture}
            />
            {isOn ? (
              <View style={styles.badge}>
                <Txt variant="label" tone="onAccent" style={{ fontSize: 11 }}>
                  {text.room.onScreen}
                </Txt>
              </View>
            ) : null}
            <Txt variant="label" numberOfLines={1}>
              {product.title}
            </Txt>
            <View style={{ flexDirection: 'row', gap: 6 }}>
              <Price amount={product.price} currency={product.currency} variant="small" />
              <Txt variant="small" tone={product.stock > 3 ? 'muted' : 'warn'}>
                {text.room.stock(product.stock)}
              </Txt>
            </View>
          </Pressable>
        );
      })}
    </ScrollView>
  );
}
const styles = StyleSheet.create({
  row: { gap: 10, paddingHorizontal: 12 },
  piece: { width: 108, gap: 2 },
  picture: { width: 108, height: 78, marginBottom: 3, borderRadius: 14 },
  on: { borderWidth: 3, borderColor: stage.accent },
  badge: { position: 'absolute', top: 8, left: 8, paddingHorizontal: 6, borderRadius: 6, backgroundColor: stage.accent },
});
