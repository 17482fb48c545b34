import type { Order } from '@vitrine/protocol';
import { useState } from 'react';
import { StyleSheet, View } from 'react-native';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { Txt } from '../components/Txt.tsx';
import { formatMoney, formatTime } from '../text/format.ts';
import { buyText as words } from '../text/index.ts';
import { stage } from '../theme/tokens.ts';
import { OrderLines } from './OrderLines.tsx';
import { isPayable, usePayment } from './use-payment.ts';

/** The order stands: its number, what it holds, paying it where that is done online, and back to the show. */
export function OrderPlaced({
  placed,
  isKept,
  onSeeOrders,
  onDone,
}: {
  placed: Order;
  isKept: boolean;
  onSeeOrders: () => void;
  onDone: () => void;
}) {
  const { order, pay } = usePayment(placed);
  const [hasFailed, setFailed] = useState(false);
  const isOwed = isPayable(order) && order.payment.url !== null;
  const hasLapsed = order.state === 'cancelled' || order.state === 'abandoned';
  const { number, contact, payBefore } = order;
  return (
    <View style={{ gap: 14 }} role="status" accessibilityLiveRegion="polite">
      {hasLapsed ? null : (
        <View style={styles.tick}>
          <Icon name="check" size={30} color={stage.onAccent} />
        </View>
      )}
      <Txt variant="title" style={{ fontSize: 34, lineHeight: 37 }} accessibilityRole="header">
        {hasLapsed ? words.lapsedTitle : words.placedTitle(contact.name.split(' ')[0] ?? contact.name)}
      </Txt>
      <Txt tone="text2">
        {hasLapsed ? words.lapsedText(number) : isOwed ? words.placedUnpaid(number) : words.placedText(number, contact.email)}
      </Txt>
      {isOwed && payBefore ? <Txt tone="text2">{words.payBefore(formatTime(payBefore))}</Txt> : null}
      {isKept ? null : (
        <Txt variant="small" tone="warn">
          {words.notRemembered}
        </Txt>
      )}
      <OrderLines order={order} />
      {hasFailed ? (
        <Txt variant="small" tone="danger" role="alert">
          {words.payFailed}
        </Txt>
      ) : null}
      {isOwed ? (
        <Button
          label={words.pay(formatMoney(order.total, order.currency, true))}
          variant="buy"
          isWide
          onPress={() => {
            setFailed(false);
            pay().catch(() => setFailed(true));
          }}
        />
      ) : null}
      <View style={{ flexDirection: 'row', gap: 8 }}>
        <Button label={words.seeOrders} onPress={onSeeOrders} style={{ flex: 1, paddingHorizontal: 8 }} />
        <Button label={words.back} variant={isOwed ? 'line' : 'buy'} onPress={onDone} style={{ flex: 1, paddingHorizontal: 8 }} />
      </View>
    </View>
  );
}
const styles = StyleSheet.create({
  tick: { alignItems: 'center', justifyContent: 'center', width: 56, height: 56, borderRadius: 28, backgroundColor: stage.accent },
});
