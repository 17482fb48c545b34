import type { Order } from '@vitrine/protocol';
import { StyleSheet, View } from 'react-native';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { Txt } from '../components/Txt.tsx';
import { buyText as words } from '../text/buy-en.ts';
import { stage } from '../theme/tokens.ts';
import { OrderLines } from './OrderLines.tsx';

/** The order stands: its number, what it holds, and back to the show. */
export function OrderPlaced({
  order,
  isKept,
  onPay,
  onSeeOrders,
  onDone,
}: {
  order: Order;
  isKept: boolean;
  onPay: (() => void) | null;
  onSeeOrders: () => void;
  onDone: () => void;
}) {
  return (
    <View style={{ gap: 14 }} role="status" accessibilityLiveRegion="polite">
      <View style={styles.tick}>
        <Icon name="check" size={30} color={stage.onAccent} />
      </View>
      <Txt variant="title" style={{ fontSize: 34, lineHeight: 37 }} accessibilityRole="header">
        {words.placedTitle(order.contact.name.split(' ')[0] ?? order.contact.name)}
      </Txt>
      <Txt tone="text2">{words.placedText(order.number, order.contact.email)}</Txt>
      {isKept ? null : (
        <Txt variant="small" tone="warn">
          {words.notRemembered}
        </Txt>
      )}
      <OrderLines order={order} />
      {onPay ? <Button label={words.pay} variant="buy" isWide onPress={onPay} /> : null}
      <View style={{ flexDirection: 'row', gap: 8 }}>
        <Button label={words.seeOrders} onPress={onSeeOrders} style={{ flex: 1, paddingHorizontal: 8 }} />
        <Button label={words.back} variant={onPay ? 'line' : 'buy'} onPress={onDone} style={{ flex: 1, paddingHorizontal: 8 }} />
      </View>
    </View>
  );
}
const styles = StyleSheet.create({
  tick: { alignItems: 'center', justifyContent: 'center', width: 56, height: 56, borderRadius: 28, backgroundColor: stage.accent },
});
