import {
  Button,
  buyText,
  formatDayAndTime,
  formatMoney,
  isPayable,
  OrderLines,
  Price,
  Sheet,
  sayProblem,
  stage,
  Txt,
  useShop,
} from '@vitrine/mobile-kit';
import type { Order } from '@vitrine/protocol';
import { router } from 'expo-router';
import { useState } from 'react';
import { Linking, StyleSheet, View } from 'react-native';
import { text } from '../text/index.ts';

const words = text.orders;
const isOver = ({ state }: Order): boolean => state === 'cancelled' || state === 'abandoned' || state === 'refunded';

/** An order of one's own: what it holds, how it stands, paying or cancelling it while it waits for the payment. */
export function OrderCard({
  order,
  onChange,
  onOld,
}: {
  order: Order;
  onChange: (order: Order) => void;
  /** The shop knows another state of it. */
  onOld: () => void;
}) {
  const shop = useShop();
  const [busy, setBusy] = useState<'pay' | 'cancel' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  async function act(kind: 'pay' | 'cancel', action: () => Promise<Order>): Promise<Order | null> {
    setBusy(kind);
    setProblem(null);
    try {
      const changed = await action();
      onChange(changed);
      return changed;
    } catch (error) {
      setProblem(sayProblem(error));
      // It may have been paid, or have run out, meanwhile.
      onOld();
      return null;
    } finally {
      setBusy(null);
    }
  }
  async function pay(): Promise<void> {
    const opened = await act('pay', () => shop.api.openPayment(order._id));
    const url = opened?.payment.url;
    if (url) await Linking.openURL(shop.urlOf(url)).catch(() => setProblem(buyText.payFailed));
  }
  async function cancel(): Promise<void> {
    await act('cancel', () => shop.api.cancelOrder(order._id));
    setAsking(false);
  }
  const { delivery, streamId, deletedShow } = order;
  return (
    <View style={styles.card}>
      <View style={styles.row}>
        <View style={{ flex: 1 }}>
          <Txt variant="strong" accessibilityRole="header">
            {words.order(order.number)}
          </Txt>
          <Txt variant="small" tone="muted">
            {formatDayAndTime(order.createdAt)}
          </Txt>
        </View>
        <Txt variant="label" tone={isOver(order) ? 'muted' : order.state === 'pending' ? 'warn' : 'accent'}>
          {words.states[order.state]}
        </Txt>
      </View>
      <OrderLines order={order} />
      {delivery ? (
        <View style={styles.row}>
          <Txt variant="small" tone="text2" style={{ flex: 1 }}>
            {delivery.name}
          </Txt>
          <Price amount={delivery.price} currency={order.currency} isExact variant="figure" />
        </View>
      ) : null}
      <View style={styles.row}>
        <Txt variant="label" tone="text2" style={{ flex: 1 }}>
          {words.total}
        </Txt>
        <Price amount={order.total} currency={order.currency} isExact variant="strong" />
      </View>
      {problem ? (
        <Txt variant="small" tone="danger" role="alert" accessibilityLiveRegion="assertive">
          {problem}
        </Txt>
      ) : null}
      {isPayable(order) ? (
        <Button
          label={buyText.pay(formatMoney(order.total, order.currency, true))}
          variant="buy"
          isWide
          isBusy={busy === 'pay'}
          isDisabled={busy !== null}
          onPress={() => void pay()}
        />
      ) : null}
      {order.state === 'pending' ? <Button label={words.cancel} isWide isDisabled={busy !== null} onPress={() => setAsking(true)} /> : null}
      {streamId && !deletedShow ? (
        <Button label={words.show} variant="plain" onPress={() => router.push(`/watch/${streamId}`)} style={styles.show} />
      ) : null}
      <Sheet isOpen={isAsking} onClose={() => setAsking(false)} label={words.cancelTitle(order.number)}>
        <Txt variant="title" accessibilityRole="header">
          {words.cancelTitle(order.number)}
        </Txt>
        <Txt tone="text2">{words.cancelText}</Txt>
        <Button label={words.keep} variant="buy" isWide onPress={() => setAsking(false)} />
        <Button label={words.cancel} isWide isBusy={busy === 'cancel'} onPress={() => void cancel()} />
      </Sheet>
    </View>
  );
}
const styles = StyleSheet.create({
  card: { gap: 10, padding: 16, borderRadius: 16, backgroundColor: stage.surface1, borderWidth: 1, borderColor: stage.line },
  row: { flexDirection: 'row', alignItems: 'center', gap: 12 },
  show: { alignSelf: 'flex-start', paddingHorizontal: 0 },
});
