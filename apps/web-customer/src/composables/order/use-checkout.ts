import { useSession } from '../account/use-session.ts';
import { api } from '../server/api.ts';
import { type Checkout, createCheckout } from './checkout.ts';

/** The checkout of a show. `entered` is told when a watcher became a guest, so that the room speaks in that name. */
export function useCheckout(streamId: string, enter: (name: string) => Promise<void>): Checkout {
  const { known } = useSession();
  return createCheckout(streamId, {
    placeOrder: (order, key) => api.placeOrder(order, key),
    async enter(name) {
      const { account } = await known();
      if (!account) await enter(name);
    },
  });
}
