import type { Order } from '@vitrine/protocol';
import { StyleSheet, View } from 'react-native';
import { Picture } from '../components/Picture.tsx';
import { Price } from '../components/Price.tsx';
import { Txt } from '../components/Txt.tsx';
import { stage } from '../theme/tokens.ts';

/** What an order holds. */
export function OrderLines({ order }: { order: Order }) {
  return (
    <View style={styles.lines}>
      {order.lines.map((line) => (
        <View key={`${line.productId}:${line.variantId}`} style={styles.line}>
          <Picture src={line.image} style={styles.picture} />
          <View style={{ flex: 1 }}>
            <Txt variant="strong">{line.title}</Txt>
            <Txt variant="small" tone="muted">
              {[line.variantName, `× ${line.quantity}`].filter(Boolean).join(', ')}
            </Txt>
          </View>
          <Price amount={line.unitPrice * line.quantity} currency={order.currency} isExact variant="figure" />
        </View>
      ))}
    </View>
  );
}
const styles = StyleSheet.create({
  lines: { borderTopWidth: 1, borderBottomWidth: 1, borderColor: stage.line },
  line: { flexDirection: 'row', alignItems: 'center', gap: 12, paddingVertical: 12 },
  picture: { width: 56, height: 56 },
});
