import { Notice, Picture, Price, Sheet, Stock, Txt } from '@vitrine/mobile-kit';
import type { Product } from '@vitrine/protocol';
import { Pressable, StyleSheet, View } from 'react-native';
import { text } from '../text/index.ts';

/** Everything that the show presents, one press from being bought. */
export function LineUpSheet({
  isOpen,
  products,
  onClose,
  onLook,
}: {
  isOpen: boolean;
  products: readonly Product[];
  onClose: () => void;
  onLook: (id: string) => void;
}) {
  return (
    <Sheet isOpen={isOpen} onClose={onClose} label={text.watch.lineUp}>
      <Txt variant="title" accessibilityRole="header">
        {text.watch.lineUp}
      </Txt>
      {products.length === 0 ? <Notice title={text.watch.noPieces} /> : null}
      {products.map((product) => (
        <Pressable
          key={product._id}
          accessibilityRole="button"
          accessibilityLabel={product.title}
          onPress={() => onLook(product._id)}
          style={styles.row}
        >
          <Picture src={product.images[0]} isSoldOut={product.stock === 0} style={styles.picture} />
          <View style={{ flex: 1, gap: 3, alignItems: 'flex-start' }}>
            <Txt variant="strong">{product.title}</Txt>
            <Price amount={product.price} currency={product.currency} variant="figure" />
            <Stock stock={product.stock} />
          </View>
        </Pressable>
      ))}
    </Sheet>
  );
}
const styles = StyleSheet.create({
  row: { flexDirection: 'row', alignItems: 'center', gap: 14, minHeight: 64 },
  picture: { width: 72, height: 72 },
});
