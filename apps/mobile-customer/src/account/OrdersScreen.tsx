import { Button, kitText, Loading, Notice, onActivity, Screen, useAccount, useLoaded, useShop } from '@vitrine/mobile-kit';
import type { Order } from '@vitrine/protocol';
import { router } from 'expo-router';
import { useEffect, useState } from 'react';
import { text } from '../text/index.ts';
import { BackButton } from './BackButton.tsx';
import { OrderCard } from './OrderCard.tsx';

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
  // Who comes back may have paid.
  useEffect(() => onActivity((isHere) => isHere && reload()), [reload]);
  const renew = (changed: Order): void =>
    setLoaded((now) =>
      now.status === 'ready'
        ? { ...now, value: { ...now.value, orders: now.value.orders.map((one) => (one._id === changed._id ? changed : one)) } }
        : now,
    );
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
      {loaded.status === 'ready'
        ? loaded.value.orders.map((order) => <OrderCard key={order._id} order={order} onChange={renew} onOld={reload} />)
        : null}
      {loaded.status === 'ready' && loaded.value.cursor ? (
        <Button label={text.orders.more} isBusy={isMore} onPress={() => void more(loaded.value)} />
      ) : null}
    </Screen>
  );
}
