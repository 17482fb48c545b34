import type { Product } from '@vitrine/protocol';
import { StyleSheet, View } from 'react-native';
import { Button } from '../components/Button.tsx';
import { Picture } from '../components/Picture.tsx';
import { Price, Stock } from '../components/Price.tsx';
import { Txt } from '../components/Txt.tsx';
import { buyText } from '../text/index.ts';
import { stage } from '../theme/tokens.ts';

/** The price that was struck, where the lowest one has such. */
export const struckPrice = (product: Product): number | null =>
  product.variants.find(({ price }) => price === product.price)?.compareAtPrice ?? null;

/** The piece that is on screen, and buying it. */
export function PinnedCard({ product, onOpen }: { product: Product; onOpen: () => void }) {
  const isSoldOut = product.stock === 0;
  return (
    <View style={styles.card} role="status" aria-label={buyText.onScreenNow} accessibilityLiveRegion="polite">
      <Picture src={product.images[0]} isSoldOut={isSoldOut} style={styles.picture} />
      <View style={styles.words}>
        <Txt variant="strong" numberOfLines={1}>
          {product.title}
        </Txt>
        <Price amount={product.price} currency={product.currency} was={struckPrice(product)} />
        <Stock stock={product.stock} />
      </View>
      <Button label={isSoldOut ? buyText.look : buyText.buy} variant={isSoldOut ? 'line' : 'buy'} onPress={onOpen} />
    </View>
  );
}
const styles = StyleSheet.create({
  card: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: 14,
    marginHorizontal: 12,
    padding: 10,
    borderRadius: 18,
    borderWidth: 1,
    borderColor: stage.glassLine,
    backgroundColor: stage.glassStrong,
  },
  picture: { width: 78, height: 78 },
  words: { flex: 1, gap: 4, alignItems: 'flex-start' },
});
