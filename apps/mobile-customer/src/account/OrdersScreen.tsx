import {
  Button,
  formatDayAndTime,
  kitText,
  Loading,
  Notice,
  OrderLines,
  Price,
  Screen,
  stage,
  Txt,
  useAccount,
  useLoaded,
  useShop,
} from '@vitrine/mobile-kit';
import type { Order } from '@vitrine/protocol';
import { router } from 'expo-router';
import { useState } from 'react';
import { StyleSheet, View } from 'react-native';
import { text } from '../text/en.ts';
import { BackButton } from './BackButton.tsx';

interface Page {
  orders: readonly Order[];
  cursor: string | undefined;
}

/** One's own orders, newest first. */
export function OrdersScreen() {
  const { api } = useShop();
  const account = useAccount();
  const [isMore, setMore] = useState(false);
  const page = async (cursor?: string, signal?: AbortSignal): Promise<Page> => {
    if (!account) return { orders: [], cursor: undefined };
    const { items, nextCursor } = await api.listOrders(cursor ? { cursor } : {}, signal ? { signal } : {});
    return { orders: items, cursor: nextCursor };
  };
  const { loaded, reload, setLoaded } = useLoaded<Page>((signal) => page(undefined, signal));
  async function more(after: Page): Promise<void> {
    setMore(true);
    // The button stays where it is: pressing it again tries again.
    const next = await page(after.cursor).catch(() => null);
    if (next) setLoaded({ status: 'ready', value: { orders: [...after.orders, ...next.orders], cursor: next.cursor } });
    setMore(false);
  }
  return (
    <Screen title={text.orders.title} start={<BackButton />}>
      {loaded.status === 'loading' ? <Loading /> : null}
      {loaded.status === 'failed' ? (
        <Notice title={text.orders.errorTitle} text={text.orders.errorText}>
          <Button label={kitText.tryAgain} variant="buy" onPress={reload} />
        </Notice>
      ) : null}
      {loaded.status === 'ready' && loaded.value.orders.length === 0 ? (
        <Notice title={text.orders.emptyTitle} text={text.orders.emptyText}>
          <Button label={text.notFound.home} variant="buy" onPress={() => router.replace('/')} />
        </Notice>
      ) : null}
      {loaded.status === 'ready' ? loaded.value.orders.map((order) => <OrderCard key={order._id} order={order} />) : null}
      {loaded.status === 'ready' && loaded.value.cursor ? (
        <Button label={text.orders.more} isBusy={isMore} onPress={() => void more(loaded.value)} />
      ) : null}
    </Screen>
  );
}
function OrderCard({ order }: { order: Order }) {
  return (
    <View style={styles.card}>
      <View style={styles.head}>
        <View style={{ flex: 1 }}>
          <Txt variant="strong" accessibilityRole="header">
            {text.orders.order(order.number)}
          </Txt>
          <Txt variant="small" tone="muted">
            {formatDayAndTime(order.createdAt)}
          </Txt>
        </View>
        <Txt variant="label" tone={order.state === 'cancelled' || order.state === 'abandoned' ? 'muted' : 'accent'}>
          {text.orders.states[order.state]}
        </Txt>
      </View>
      <OrderLines order={order} />
      <View style={{ alignItems: 'flex-end' }}>
        <Price amount={order.total} currency={order.currency} isExact variant="strong" />
      </View>
    </View>
  );
}
const styles = StyleSheet.create({
  card: { gap: 10, padding: 16, borderRadius: 16, backgroundColor: stage.surface1, borderWidth: 1, borderColor: stage.line },
  head: { flexDirection: 'row', alignItems: 'center', gap: 12 },
});
