import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Actor } from '../../src/domain/actor.ts';
import {
  ADMIN,
  AMIR,
  CONTACT,
  codeOf,
  DANA,
  HOST,
  MODERATOR,
  OTHER_HOST,
  openShop,
  orderOf,
  STORES,
  stockOf,
  type TestShop,
  toldPrices,
} from './store.ts';

let shop: TestShop;
/** Each case on each store. */
const onEach = (cases: () => void): void =>
  describe.each(STORES)('On %s', (store) => {
    beforeEach(async () => {
      shop = await openShop({ store });
    });
    afterEach(() => shop[Symbol.asyncDispose]());
    cases();
  });

const guest = (index: number): Actor => ({
  id: index.toString(16).padStart(24, '0'),
  role: 'guest',
  name: `Guest ${index}`,
  sessionHash: null,
});
const audited = async (): Promise<string[]> =>
  (await shop.storage.audit.list({ limit: 50 })).items.map(({ action, actorName }) => `${actorName}: ${action}`);

onEach(() => {
  describe('An order', () => {
    test('outlives its show: named, served by its host, cancelled without a word to what is gone', async () => {
      const vase = await shop.product({ stock: 5 });
      const streamId = await shop.show();
      const { order } = await shop.orders.place(AMIR, { ...orderOf(vase, { quantity: 2 }), streamId }, 'key');
      expect(order.deletedShow).toBeUndefined();
      const gone = { _id: streamId, title: 'The Autumn Firing', createdBy: HOST.id, visibility: 'public' as const };
      const by = { deletedBy: HOST.id, deletedByName: 'Inès', deletedAt: shop.now, dueAt: null, files: [] };
      await shop.storage.deletedShows.replace({ ...gone, ...by }, ['scheduled'], { recording: null });
      while (await shop.storage.deletedShows.clear(streamId, 100));
      const named = { _id: order._id, streamId, deletedShow: { title: 'The Autumn Firing' } };
      expect((await shop.orders.list(HOST, { scope: 'shop', streamId, limit: 10 })).items).toMatchObject([named]);
      expect((await shop.orders.list(AMIR, { scope: 'own', limit: 10 })).items).toMatchObject([named]);
      expect(await codeOf(shop.orders.list(OTHER_HOST, { scope: 'shop', streamId, limit: 10 }))).toBe('forbidden');
      let csv = '';
      for await (const part of await shop.orders.exportCsv(HOST, { streamId })) csv += part;
      expect(
        csv
          .trim()
          .split('\r\n')
          .map((line) => line.split(',').slice(-2)),
      ).toEqual([
        ['show_id', 'show'],
        [streamId, 'The Autumn Firing'],
      ]);
      expect(await shop.orders.change(HOST, order._id, { state: 'cancelled' })).toMatchObject({ ...named, state: 'cancelled' });
      expect(await stockOf(shop, vase)).toBe(5);
      expect(await shop.storage.timeline.tail(streamId)).toEqual({ offset: 0 });
      expect(await codeOf(shop.orders.place(AMIR, { ...orderOf(vase), streamId }, 'late'))).toBe('not_found');
      expect(shop.errors).toEqual([]);
    });
    test('comes to its lines and its delivery, and says which taxes are in it', async () => {
      await shop.shop.change(ADMIN, {
        taxRates: [
          { name: 'Standard', percent: 21 },
          { name: 'Books', percent: 6 },
        ],
        deliveryMethods: [{ id: 'post', name: 'Post', price: 490, freeFrom: 20_000 }],
      });
      const vase = await shop.product({ price: 6_050 });
      const book = await shop.product({ title: 'On clay', price: 2_120, taxRate: 'Books' });
      const input = { ...orderOf(vase, { quantity: 2 }), deliveryMethod: 'post', total: 14_710 };
      input.lines.push(...orderOf(book).lines);
      const { order } = await shop.orders.place(AMIR, input, 'key');
      expect(order).toMatchObject({
        state: 'pending',
        delivery: { methodId: 'post', name: 'Post', price: 490 },
        total: 14_710,
        taxes: [
          { percent: 21, amount: 2_185 },
          { percent: 6, amount: 120 },
        ],
        payment: { provider: 'manual', url: null },
        payBefore: null,
      });
      expect(order.number).toMatch(/^V-\d+$/);
      expect(order.history.map(({ state }) => state)).toEqual(['pending']);
      expect(shop.mails).toHaveLength(1);
      expect(shop.mails[0]).toMatchObject({ to: CONTACT.email, subject: `Vitrine: your order ${order.number}` });
      expect(shop.mails[0]?.text).toContain('Total: 147.10 EUR');
      expect(shop.told).toEqual([`order.placed ${order._id}`]);
    });

    test('is refused when the buyer saw another total, or says no way of delivery', async () => {
      await shop.shop.change(ADMIN, { deliveryMethods: [{ id: 'post', name: 'Post', price: 490, freeFrom: null }] });
      const vase = await shop.product();
      expect(await codeOf(shop.orders.place(AMIR, orderOf(vase), 'a'))).toBe('invalid');
      expect(await codeOf(shop.orders.place(AMIR, { ...orderOf(vase), deliveryMethod: 'post', total: 6_800 }, 'b'))).toBe('price_changed');
      expect(await stockOf(shop, vase)).toBe(10);
    });

    test('answers its key again with the same order, and another body under it with a refusal', async () => {
      const vase = await shop.product();
      const first = await shop.orders.place(AMIR, orderOf(vase), 'key');
      const again = await shop.orders.place(AMIR, orderOf(vase), 'key');
      expect([again.order, again.repeated]).toEqual([first.order, true]);
      expect(await codeOf(shop.orders.place(AMIR, orderOf(vase, { quantity: 2 }), 'key'))).toBe('key_reused');
      expect((await shop.orders.place(DANA, orderOf(vase), 'key')).repeated).toBe(false);
      expect(shop.mails).toHaveLength(2);
    });

    test.each([true, false])('whose mail could not be queued stands, and the sweep queues it (in a show: %s)', async (isInShow) => {
      const vase = await shop.product();
      const show = isInShow ? await shop.show() : null;
      shop.outside.isAway = true;
      const { order } = await shop.orders.place(AMIR, orderOf(vase, { streamId: show }), 'key');
      expect([order.state, shop.mails.length]).toEqual(['pending', 0]);
      shop.outside.isAway = false;
      await Promise.all([shop.sweep(), shop.sweep()]);
      expect(shop.mails.map(({ key }) => key)).toEqual([`order-placed:${order._id}`]);
      expect(shop.told).toEqual([`order.placed ${order._id}`]);
      expect(await shop.storage.orders.owing(10)).toEqual([]);
    });

    test('is one of a hundred at once for the last thirty, with a limit of two a buyer: exactly thirty are sold', async () => {
      const vase = await shop.product({ stock: 30 });
      const show = await shop.show([{ productId: vase._id, limitPerBuyer: 2 }]);
      await shop.livestreams.start(HOST, show);
      // Fifty buyers, two orders of one each and a third that is one too many.
      const attempts = Array.from({ length: 150 }, (_, index) => [guest((index % 50) + 1), `order ${Math.floor(index / 50)}`] as const);
      const outcomes = await Promise.all(
        attempts.map(([buyer, key]) => codeOf(shop.orders.place(buyer, orderOf(vase, { streamId: show }), key))),
      );
      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(30);
      expect(new Set(outcomes)).toEqual(new Set(['done', 'sold_out']));
      expect(await stockOf(shop, vase)).toBe(0);
      const { items } = await shop.orders.list(ADMIN, { scope: 'shop', limit: 100 });
      expect(items).toHaveLength(30);
      const perBuyer = items.reduce(
        (counts, { buyerId }) => counts.set(buyerId, (counts.get(buyerId) ?? 0) + 1),
        new Map<string, number>(),
      );
      expect(Math.max(...perBuyer.values())).toBeLessThanOrEqual(2);
    });
  });

  describe('A show', () => {
    test('sells at its own price only while it is on air, and tells its viewers when that begins and ends', async () => {
      const vase = await shop.product({ price: 6_800 });
      const show = await shop.show([{ productId: vase._id, showPrice: 5_000, limitPerBuyer: 3 }]);
      await shop.pins.set(HOST, show, [vase._id]);
      const buy = (unitPrice: number, key: string) => codeOf(shop.orders.place(AMIR, orderOf(vase, { streamId: show, unitPrice }), key));

      expect((await shop.pins.current(show))[0]).toMatchObject({ price: 6_800 });
      expect([await buy(5_000, '1'), await buy(6_800, '2')]).toEqual(['price_changed', 'done']);
      await shop.livestreams.start(HOST, show);
      await vi.waitFor(async () => expect(await toldPrices(shop, show)).toEqual([6_800, 5_000]));
      expect((await shop.pins.current(show))[0]).toMatchObject({
        price: 5_000,
        limitPerBuyer: 3,
        variants: [{ price: 5_000, compareAtPrice: 6_800 }],
      });
      expect((await shop.livestreams.get(null, show)).products[0]?.price).toBe(5_000);
      expect([await buy(6_800, '3'), await buy(5_000, '4')]).toEqual(['price_changed', 'done']);
      expect(await codeOf(shop.orders.place(AMIR, orderOf(vase, { unitPrice: 5_000 }), 'elsewhere'))).toBe('price_changed');
      await shop.livestreams.stop(HOST, show);
      await vi.waitFor(async () => expect(await toldPrices(shop, show)).toEqual([6_800, 5_000, 5_000, 6_800]));
      expect([await buy(5_000, '5'), await buy(6_800, '6')]).toEqual(['price_changed', 'done']);
      const bought = (await shop.orders.list(AMIR, { scope: 'own', limit: 10 })).items.map(({ total }) => total);
      expect(bought).toEqual([6_800, 5_000, 6_800]);
    });

    test('presents its line-up in order, then what is pinned beside it, at its prices while it is on air', async () => {
      const [vase, bowl, cup, gone] = [await shop.product(), await shop.product(), await shop.product(), await shop.product()];
      const lineup = [{ productId: bowl._id, showPrice: 900 }, { productId: gone._id }, { productId: vase._id, limitPerBuyer: 1 }];
      const show = await shop.show(lineup);
      await shop.pins.set(HOST, show, [cup._id, vase._id]);
      await shop.catalogue.update(HOST, gone._id, { archived: true });
      const presented = async () =>
        (await shop.pins.presented(null, show)).map(({ _id, price, limitPerBuyer }) => [_id, price, limitPerBuyer]);
      const [first, second, third] = [bowl._id, vase._id, cup._id];
      const usual = [first, second, third].map((id) => [id, 6_800, undefined]);
      expect(await presented()).toEqual(usual);
      await shop.livestreams.start(HOST, show);
      expect(await presented()).toEqual([
        [first, 900, undefined],
        [second, 6_800, 1],
        [third, 6_800, undefined],
      ]);
      await shop.livestreams.stop(HOST, show);
      expect(await presented()).toEqual(usual);
    });

    test('tells of a price that is agreed while it is on air, and not of an edit that changes none', async () => {
      const vase = await shop.product({ price: 6_800 });
      const show = await shop.show();
      await shop.livestreams.start(HOST, show);
      await shop.pins.set(HOST, show, [vase._id]);
      shop.now += 1_000;
      await shop.livestreams.update(HOST, show, { lineup: [{ productId: vase._id, showPrice: 4_000, limitPerBuyer: null }] });
      await vi.waitFor(async () => expect(await toldPrices(shop, show)).toEqual([4_000]));
      shop.now += 1_000;
      await shop.livestreams.update(HOST, show, { title: 'The Winter Firing' });
      shop.now += 1_000;
      await shop.livestreams.update(HOST, show, { lineup: [] });
      await vi.waitFor(async () => expect(await toldPrices(shop, show)).toEqual([4_000, 6_800]));
    });

    test('limits what one buyer has in it, over orders, and gives the place back with a cancelled one', async () => {
      const vase = await shop.product();
      const show = await shop.show([{ productId: vase._id, limitPerBuyer: 2 }]);
      await shop.livestreams.start(HOST, show);
      const buy = (quantity: number, key: string) => shop.orders.place(AMIR, orderOf(vase, { streamId: show, quantity }), key);
      expect(await codeOf(buy(3, 'three'))).toBe('limit_reached');
      const { order } = await buy(2, 'two');
      expect(await codeOf(buy(1, 'one more'))).toBe('limit_reached');
      expect(await codeOf(shop.orders.place(DANA, orderOf(vase, { streamId: show }), 'hers'))).toBe('done');
      await shop.orders.change(AMIR, order._id, { state: 'cancelled' });
      expect(await codeOf(buy(1, 'again'))).toBe('done');
    });

    test('hears of stock that comes back', async () => {
      const vase = await shop.product({ stock: 1 });
      const show = await shop.show();
      await shop.livestreams.start(HOST, show);
      await shop.pins.set(HOST, show, [vase._id]);
      const { order } = await shop.orders.place(AMIR, orderOf(vase, { streamId: show }), 'key');
      await shop.orders.change(HOST, order._id, { state: 'cancelled' });
      const stocks = (await shop.timelines.read(show, 0, 50)).flatMap((entry) =>
        entry.type === 'product_changed' ? [entry.data.product.stock] : [],
      );
      expect(stocks).toEqual([0, 1]);
    });
  });

  describe('The staff', () => {
    test('marks an order as paid and fulfilled, with a mail for each and a line in the log', async () => {
      const vase = await shop.product();
      const { order } = await shop.orders.place(AMIR, orderOf(vase), 'key');
      shop.outside.isAway = true;
      expect((await shop.orders.change(ADMIN, order._id, { state: 'paid' })).state).toBe('paid');
      shop.outside.isAway = false;
      expect((await shop.orders.change(ADMIN, order._id, { state: 'paid' })).state).toBe('paid');
      shop.now += 1_000;
      const fulfilled = await shop.orders.change(ADMIN, order._id, { state: 'fulfilled' });
      expect(fulfilled.history.map(({ state }) => state)).toEqual(['pending', 'paid', 'fulfilled']);
      expect(shop.mails.map(({ key }) => key)).toEqual(['placed', 'paid', 'fulfilled'].map((event) => `order-${event}:${order._id}`));
      expect(shop.told).toEqual([`order.placed ${order._id}`, `order.paid ${order._id}`]);
      expect(await audited()).toEqual(['Inès: order.fulfilled', 'Inès: order.paid']);
    });

    test('refunds: stock comes back once, unless the goods have gone', async () => {
      const vase = await shop.product({ stock: 2 });
      const [paid, sent] = await Promise.all(
        ['paid', 'sent'].map(async (key) => (await shop.orders.place(AMIR, orderOf(vase), key)).order._id),
      );
      for (const id of [paid ?? '', sent ?? '']) await shop.orders.change(ADMIN, id, { state: 'paid' });
      await shop.orders.change(ADMIN, sent ?? '', { state: 'fulfilled' });
      expect(await stockOf(shop, vase)).toBe(0);
      await Promise.all([1, 2, 3].map(() => shop.orders.change(ADMIN, paid ?? '', { state: 'refunded' })));
      expect(await stockOf(shop, vase)).toBe(1);
      expect((await shop.orders.change(ADMIN, sent ?? '', { state: 'refunded' })).state).toBe('refunded');
      expect(await stockOf(shop, vase)).toBe(1);
    });

    test('can go no way that the order’s state does not lead', async () => {
      const vase = await shop.product();
      const { order } = await shop.orders.place(AMIR, orderOf(vase), 'key');
      expect(await codeOf(shop.orders.change(ADMIN, order._id, { state: 'refunded' }))).toBe('conflict');
      await shop.orders.change(ADMIN, order._id, { state: 'paid' });
      expect(await codeOf(shop.orders.change(ADMIN, order._id, { state: 'cancelled' }))).toBe('conflict');
      expect(await codeOf(shop.orders.change(AMIR, order._id, { state: 'cancelled' }))).toBe('conflict');
      await shop.orders.change(ADMIN, order._id, { state: 'refunded' });
      for (const state of ['paid', 'fulfilled', 'cancelled'] as const)
        expect(await codeOf(shop.orders.change(ADMIN, order._id, { state }))).toBe('conflict');
    });

    test('is the admins for every order, the host for those of its shows, and nobody else', async () => {
      const vase = await shop.product();
      const show = await shop.show();
      const { order } = await shop.orders.place(AMIR, orderOf(vase, { streamId: show }), 'key');
      const outcomes = async (act: (actor: Actor) => Promise<unknown>) =>
        Promise.all([ADMIN, HOST, OTHER_HOST, MODERATOR, AMIR, DANA].map((actor) => codeOf(act(actor))));
      const gone = 'not_found';
      expect(await outcomes((actor) => shop.orders.get(actor, order._id))).toEqual(['done', 'done', gone, gone, 'done', gone]);
      expect(await outcomes((actor) => shop.orders.change(actor, order._id, { state: 'paid' }))).toEqual([
        'done',
        'done',
        gone,
        gone,
        'forbidden',
        gone,
      ]);
      const listed = (streamId?: string) =>
        outcomes((actor) => shop.orders.list(actor, { scope: 'shop', limit: 10, ...(streamId ? { streamId } : {}) }));
      const no = 'forbidden';
      expect(await listed()).toEqual(['done', no, no, no, no, no]);
      expect(await listed(show)).toEqual(['done', 'done', no, no, no, no]);
      expect(await outcomes((actor) => shop.orders.exportCsv(actor, { streamId: show }))).toEqual(['done', 'done', no, no, no, no]);
    });

    test('finds orders by state, words, time and show, a page at a time', async () => {
      const vase = await shop.product({ stock: 50 });
      const show = await shop.show();
      for (let index = 0; index < 5; index += 1) {
        shop.now += 1_000;
        await shop.orders.place(AMIR, orderOf(vase, { streamId: index % 2 === 0 ? show : null }), `key ${index}`);
      }
      shop.now += 1_000;
      const { order } = await shop.orders.place(
        DANA,
        { ...orderOf(vase), contact: { ...CONTACT, name: 'Dana Velde', email: 'dana@example.test' } },
        'key',
      );
      await shop.orders.change(ADMIN, order._id, { state: 'paid' });
      const count = async (filter: object) => (await shop.orders.list(ADMIN, { scope: 'shop', limit: 100, ...filter })).items.length;
      expect([await count({}), await count({ state: ['paid'] }), await count({ state: ['paid', 'pending'] })]).toEqual([6, 1, 6]);
      expect([await count({ search: 'velde' }), await count({ search: 'DANA@' }), await count({ search: order.number })]).toEqual([
        1, 1, 1,
      ]);
      expect(await count({ streamId: show })).toBe(3);
      expect(await count({ from: order.createdAt })).toBe(1);
      expect(await count({ to: order.createdAt })).toBe(5);
      const first = await shop.orders.list(ADMIN, { scope: 'shop', limit: 4 });
      const second = await shop.orders.list(ADMIN, { scope: 'shop', limit: 4, cursor: first.nextCursor ?? '' });
      expect([first.items.length, second.items.length, second.nextCursor]).toEqual([4, 2, undefined]);
    });

    test('gets a file in which no cell is a formula, with each sum once', async () => {
      const vase = await shop.product({ title: '=HYPERLINK("http://evil")', price: 1_000 });
      const bowl = await shop.product({ title: 'Bowl, small', price: 250 });
      const input = orderOf(vase, { quantity: 2, contact: { ...CONTACT, name: '@SUM(A1:A9)' } });
      input.lines.push(...orderOf(bowl).lines);
      await shop.orders.place(AMIR, input, 'key');
      let text = '';
      for await (const part of await shop.orders.exportCsv(ADMIN, {})) text += part;
      const lines = text.trimEnd().split('\r\n');
      expect(lines).toHaveLength(3);
      expect(text).toContain('"\'=HYPERLINK(""http://evil"")"');
      expect(text).toContain("'@SUM(A1:A9)");
      expect(text).toContain('"Bowl, small"');
      expect(lines.filter((each) => each.includes(',22.50,'))).toHaveLength(1);
    });
  });
});
