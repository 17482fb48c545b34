import type { Order } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeStripe } from './fake-stripe.ts';
import { ADMIN, AMIR, codeOf, DANA, HOST, MINUTE, openShop, orderOf, STORES, stockOf, type TestShop } from './store.ts';

const clock = { now: 0 };
let stripe: FakeStripe;
let shop: TestShop;
/** Each case on each store. */
const onEach = (cases: () => void): void =>
  describe.each(STORES)('On %s', (store) => {
    beforeEach(async () => {
      clock.now = Date.UTC(2026, 0, 1);
      stripe = await FakeStripe.open(() => clock.now);
      shop = await openShop({ store, stripe, clock });
    });
    afterEach(async () => {
      await shop[Symbol.asyncDispose]();
      await stripe[Symbol.asyncDispose]();
    });
    cases();
  });

const receive = (message: string, signature = stripe.sign(message)) => shop.payments.receive('stripe', Buffer.from(message), signature);
const stateOf = async (order: Order): Promise<string> => (await shop.orders.get(AMIR, order._id)).state;
const audited = async (): Promise<string[]> => (await shop.storage.audit.list({ limit: 50 })).items.map(({ action }) => action).sort();
async function bought(more: { stock?: number; key?: string; price?: number } = {}) {
  const vase = await shop.product({ stock: more.stock ?? 3, price: more.price ?? 6_800 });
  const { order } = await shop.orders.place(AMIR, orderOf(vase), more.key ?? 'key');
  return { vase, order };
}

onEach(() => {
  describe('An order that is paid by Stripe', () => {
    test('opens a page for exactly its total, which comes back to the shop', async () => {
      await shop.shop.change(ADMIN, { deliveryMethods: [{ id: 'post', name: 'Post', price: 490, freeFrom: null }] });
      const vase = await shop.product({ price: 6_800 });
      const { order } = await shop.orders.place(AMIR, { ...orderOf(vase, { quantity: 2 }), deliveryMethod: 'post' }, 'key');
      const session = stripe.sessionOf(order._id);
      expect(order.payment).toEqual({ provider: 'stripe', url: session.url });
      expect(order.payBefore).toBe(new Date(clock.now + 30 * MINUTE).toISOString());
      expect(session).toMatchObject({ amount_total: order.total, currency: 'eur', customer_email: 'amir@example.test' });
      expect(shop.mails[0]?.text).toContain(session.url);
      expect(shop.shop.public.payment).toBe('stripe');
    });

    test('is paid by the signed message alone, once, however often that comes', async () => {
      const { order, vase } = await bought();
      expect(await codeOf(shop.orders.change(ADMIN, order._id, { state: 'paid' }))).toBe('conflict');
      expect(await codeOf(shop.orders.change(ADMIN, order._id, { state: 'fulfilled' }))).toBe('conflict');
      const message = stripe.pay(stripe.sessionOf(order._id));
      await Promise.all([receive(message), receive(message), receive(message)]);
      await receive(message);
      const paid = await shop.orders.get(AMIR, order._id);
      expect([paid.state, paid.payment.url, paid.payBefore]).toEqual(['paid', null, null]);
      expect(paid.history.map(({ state }) => state)).toEqual(['pending', 'paid']);
      expect(shop.mails.map(({ key }) => key)).toEqual([`order-placed:${order._id}`, `order-paid:${order._id}`]);
      expect(shop.told).toEqual([`order.placed ${order._id}`, `order.paid ${order._id}`]);
      expect([stripe.refunds.length, await stockOf(shop, vase)]).toEqual([0, 2]);
      await shop.orders.change(ADMIN, order._id, { state: 'fulfilled' });
      await receive(message);
      expect(await stateOf(order)).toBe('fulfilled');
    });

    test('believes no message that is not signed by Stripe just now, over these very bytes', async () => {
      const { order } = await bought();
      const message = stripe.pay(stripe.sessionOf(order._id));
      const other = message.replace('"paid"', '"paid" ');
      const old = stripe.sign(message, undefined, Math.floor(clock.now / 1000) - 301);
      for (const [body, signature] of [
        [message, ''],
        [message, 't=1,v1=00'],
        [message, stripe.sign(message, 'whsec_other')],
        [message, old],
        [other, stripe.sign(message)],
        ['{', stripe.sign('{')],
      ] as const)
        expect(await codeOf(receive(body, signature))).toBe('invalid');
      expect(await stateOf(order)).toBe('pending');
      await receive(message);
      expect(await stateOf(order)).toBe('paid');
    });

    test('does not mind messages about what is not its own', async () => {
      const { order } = await bought();
      const session = stripe.sessionOf(order._id);
      for (const message of [
        stripe.event('invoice.paid', { id: 'in_1', object: 'invoice' }),
        stripe.event('checkout.session.completed', { ...session, client_reference_id: 'somebody else', payment_status: 'paid' }),
        stripe.event('checkout.session.completed', { ...session, client_reference_id: 'f'.repeat(24), payment_status: 'paid' }),
        stripe.event('checkout.session.completed', { ...session, payment_status: 'unpaid' }),
      ])
        await receive(message);
      expect(await stateOf(order)).toBe('pending');
      await receive(stripe.event('checkout.session.async_payment_succeeded', { ...session, payment_status: 'paid' }));
      expect(await stateOf(order)).toBe('paid');
    });

    test('costs nothing and asks for nothing when its total is nothing', async () => {
      const { order } = await bought({ price: 0 });
      expect(order.payment).toEqual({ provider: 'manual', url: null });
      expect(stripe.asked).toEqual([]);
    });

    test('stands while Stripe is down, and opens the page when the buyer asks again: one session', async () => {
      stripe.mood = 'down';
      const { order, vase } = await bought();
      expect(order.payment.url).toBeNull();
      expect(await codeOf(shop.orders.openPayment(AMIR, order._id))).toBe('payment_unavailable');
      stripe.mood = 'well';
      clock.now += 20 * MINUTE;
      const opened = await shop.orders.openPayment(AMIR, order._id);
      expect(opened.payment.url).toBe(stripe.sessionOf(order._id).url);
      expect((await shop.orders.place(AMIR, orderOf(vase), 'key')).order).toEqual(opened);
      expect(stripe.sessions.size).toBe(1);
      expect(await codeOf(shop.orders.openPayment(DANA, order._id))).toBe('not_found');
      expect(await codeOf(shop.orders.openPayment(ADMIN, order._id))).toBe('forbidden');
    });

    test('has one session also when the answer to its first request is lost', async () => {
      stripe.mood = 'silent';
      const { order } = await bought();
      expect(order.payment.url).toBeNull();
      stripe.mood = 'well';
      await shop.orders.openPayment(AMIR, order._id);
      expect(stripe.sessions.size).toBe(1);
      await receive(stripe.pay(stripe.sessionOf(order._id)));
      expect(await stateOf(order)).toBe('paid');
    });
  });

  describe('An order that nobody pays', () => {
    test('is cancelled after its time, gives its stock back once and takes no money any more', async () => {
      const { order, vase } = await bought({ stock: 1 });
      const show = await shop.show();
      await shop.livestreams.start(HOST, show);
      await shop.pins.set(HOST, show, [vase._id]);
      await shop.sweep();
      expect(await stateOf(order)).toBe('pending');
      clock.now += 30 * MINUTE;
      await Promise.all([shop.sweep(), shop.sweep(), shop.sweep()]);
      await shop.sweep();
      expect([await stateOf(order), await stockOf(shop, vase)]).toEqual(['cancelled', 1]);
      expect(stripe.sessionOf(order._id).status).toBe('expired');
      expect(shop.mails.map(({ key }) => key)).toContain(`order-cancelled:${order._id}`);
      const told = (await shop.timelines.read(show, 0, 50)).flatMap((entry) =>
        entry.type === 'product_changed' ? [entry.data.product.stock] : [],
      );
      expect(told).toEqual([1]);
      await receive(stripe.event('checkout.session.expired', stripe.sessionOf(order._id)));
      expect(await stockOf(shop, vase)).toBe(1);
    });

    test('waits for the message when it was paid in the last moment', async () => {
      const { order, vase } = await bought({ stock: 1 });
      const message = stripe.pay(stripe.sessionOf(order._id));
      clock.now += 31 * MINUTE;
      await shop.sweep();
      expect(await codeOf(shop.orders.change(AMIR, order._id, { state: 'cancelled' }))).toBe('conflict');
      expect([await stateOf(order), await stockOf(shop, vase)]).toEqual(['pending', 0]);
      await receive(message);
      await shop.sweep();
      expect([await stateOf(order), stripe.refunds.length]).toEqual(['paid', 0]);
    });

    test('keeps its stock while Stripe can not be asked, and holds no other up', async () => {
      const { order, vase } = await bought({ stock: 2 });
      stripe.mood = 'down';
      const { order: never } = await shop.orders.place(DANA, orderOf(vase), 'key');
      clock.now += 31 * MINUTE;
      await shop.sweep();
      expect([await stateOf(order), (await shop.orders.get(DANA, never._id)).state, await stockOf(shop, vase)]).toEqual([
        'pending',
        'cancelled',
        1,
      ]);
      stripe.mood = 'well';
      await shop.sweep();
      expect([await stateOf(order), await stockOf(shop, vase)]).toEqual(['cancelled', 2]);
    });

    test('is given up also when its page is of an account that the shop has left', async () => {
      const { order, vase } = await bought();
      stripe.sessions.clear();
      clock.now += 31 * MINUTE;
      await shop.sweep();
      expect([await stateOf(order), await stockOf(shop, vase)]).toEqual(['cancelled', 3]);
    });

    test('is cancelled when Stripe says that its page has expired', async () => {
      const { order, vase } = await bought();
      await receive(stripe.expire(stripe.sessionOf(order._id)));
      expect([await stateOf(order), await stockOf(shop, vase)]).toEqual(['cancelled', 3]);
    });

    test('keeps its stock while slow money is on its way, and is cancelled when that fails', async () => {
      const { order, vase } = await bought({ stock: 1 });
      const session = stripe.sessionOf(order._id);
      Object.assign(session, { status: 'complete', url: null });
      await receive(stripe.event('checkout.session.completed', session));
      clock.now += 24 * 60 * MINUTE;
      await shop.sweep();
      expect([await stateOf(order), await stockOf(shop, vase)]).toEqual(['pending', 0]);
      await receive(stripe.event('checkout.session.async_payment_failed', session));
      expect([await stateOf(order), await stockOf(shop, vase)]).toEqual(['cancelled', 1]);
    });

    test('can be cancelled by its buyer, who then can not pay any more', async () => {
      const { order } = await bought();
      await shop.orders.change(AMIR, order._id, { state: 'cancelled' });
      expect(stripe.sessionOf(order._id).status).toBe('expired');
      expect((await shop.orders.openPayment(AMIR, order._id)).payment.url).toBeNull();
    });
  });

  describe('Money', () => {
    test('that arrives for a cancelled order goes back, once, and the order stays cancelled', async () => {
      const { order, vase } = await bought({ stock: 1 });
      const session = stripe.sessionOf(order._id);
      const message = stripe.pay(session);
      await shop.storage.orders.close(order._id, ['pending'], 'cancelled', { by: null, at: clock.now });
      await receive(message);
      await receive(message);
      expect(stripe.refunds).toEqual([expect.objectContaining({ payment_intent: session.payment_intent, amount: 6_800 })]);
      await receive(stripe.refunded(session));
      expect([await stateOf(order), await stockOf(shop, vase)]).toEqual(['cancelled', 1]);
      expect(await audited()).toContain('order.late_payment_refunded');
    });

    test('that could not go back at once is tried again with the next message', async () => {
      const { order } = await bought();
      const message = stripe.pay(stripe.sessionOf(order._id));
      await shop.storage.orders.close(order._id, ['pending'], 'cancelled', { by: null, at: clock.now });
      stripe.mood = 'down';
      expect(await codeOf(receive(message))).toBe('payment_unavailable');
      stripe.mood = 'silent';
      expect(await codeOf(receive(message))).toBe('payment_unavailable');
      stripe.mood = 'well';
      await receive(message);
      expect(stripe.refunds).toHaveLength(1);
    });

    test('goes back when the staff says so; the order follows Stripe’s message, and its stock comes back once', async () => {
      const { order, vase } = await bought({ stock: 1 });
      const session = stripe.sessionOf(order._id);
      await receive(stripe.pay(session));
      const asked = await Promise.all([1, 2].map(() => shop.orders.change(ADMIN, order._id, { state: 'refunded' })));
      expect(asked.map(({ state }) => state)).toEqual(['paid', 'paid']);
      expect(stripe.refunds).toHaveLength(1);
      expect(await stockOf(shop, vase)).toBe(0);
      const message = stripe.refunded(session);
      await Promise.all([receive(message), receive(message)]);
      expect([await stateOf(order), await stockOf(shop, vase)]).toEqual(['refunded', 1]);
      expect(shop.mails.map(({ key }) => key)).toContain(`order-refunded:${order._id}`);
      expect(await audited()).toContain('order.refund');
    });

    test('that is given back in Stripe’s own dashboard takes the order along', async () => {
      const { order } = await bought();
      const session = stripe.sessionOf(order._id);
      await receive(stripe.pay(session));
      await receive(stripe.giveBack(session));
      expect(await stateOf(order)).toBe('refunded');
    });

    test('comes to the same when the messages come in the wrong order', async () => {
      const { order, vase } = await bought({ stock: 1 });
      const session = stripe.sessionOf(order._id);
      const paid = stripe.pay(session);
      const refunded = stripe.giveBack(session);
      await receive(refunded);
      await receive(paid);
      await receive(refunded);
      await receive(paid);
      expect([await stateOf(order), await stockOf(shop, vase), stripe.refunds.length]).toEqual(['refunded', 1, 1]);
    });

    test('that was paid twice goes back once, and the order stays paid', async () => {
      const { order, vase } = await bought({ stock: 1 });
      const first = stripe.sessionOf(order._id);
      await receive(stripe.pay(first));
      // As when Stripe has forgotten the key of the first request: another session of the same order.
      const second = { ...first, id: 'cs_test_second', status: 'open' as const, payment_status: 'unpaid' as const, payment_intent: null };
      stripe.sessions.set(second.id, second);
      const message = stripe.pay(second);
      await receive(message);
      await receive(message);
      expect(stripe.refunds).toEqual([expect.objectContaining({ payment_intent: second.payment_intent })]);
      await receive(stripe.refunded(second));
      expect([await stateOf(order), await stockOf(shop, vase)]).toEqual(['paid', 0]);
    });
  });
});
