import { describe, expect, it } from 'vitest';
import type { OrderRecord, OwedEntry, PlaceResult, Storage } from '../../../ports/storage.ts';
import { AT, allPages, type Case, id, NO_TERMS, order, product, times } from './samples.ts';

const VASE = product(1, { variants: [{ id: id(100), name: '', price: 1200, compareAtPrice: null, stock: 20 }] });
const OWED: OwedEntry = {
  streamId: id(9),
  key: 'order:1',
  type: 'order_placed',
  data: { lines: [{ productId: id(1), title: 'Vase', quantity: 1 }] },
};
const stock = async ({ products }: Storage, productId = VASE._id) => (await products.byId(productId))?.variants.map((one) => one.stock);
const placed = (result: PlaceResult): OrderRecord => {
  if (result.outcome !== 'placed') throw new Error(`not placed: ${result.outcome}`);
  return result.order;
};

export function describeOrders(on: Case): void {
  describe('orders', () => {
    it(
      'take the stock of their lines and get a number that rises',
      on(async (storage) => {
        await storage.products.insert(VASE);
        const result = await storage.orders.place(order(1, { product: VASE, quantity: 3 }, { owed: [OWED] }), NO_TERMS);
        const first = placed(result);
        expect(first).toEqual({
          ...order(1, { product: VASE, quantity: 3 }, { owed: [OWED] }),
          number: first.number,
          state: 'pending',
          history: [{ state: 'pending', at: AT + 1, by: id(50_001) }],
        });
        expect(result).toMatchObject({ products: [{ _id: VASE._id, variants: [{ stock: 17 }] }] });
        expect(await storage.orders.byId(id(1))).toEqual(first);
        expect(await storage.orders.byId(id(2))).toBeNull();
        const second = placed(await storage.orders.place(order(2, { product: VASE }), NO_TERMS));
        expect(first.number).toMatch(/^V-\d{4,}$/);
        expect(Number(second.number.slice(2))).toBeGreaterThan(Number(first.number.slice(2)));
        expect(await stock(storage)).toEqual([16]);
      }),
    );
    it(
      'that are placed again give the first order and take nothing',
      on(async (storage) => {
        await storage.products.insert(VASE);
        const answers = await Promise.all(times(5, () => storage.orders.place(order(1, { product: VASE }), NO_TERMS)));
        // One makes it; the others are given it, or told to ask again while it is being made.
        expect(answers.filter(({ outcome }) => outcome === 'placed')).toHaveLength(1);
        expect(answers.filter(({ outcome }) => outcome === 'repeated' || outcome === 'in_progress')).toHaveLength(4);
        expect(await stock(storage)).toEqual([19]);
        const again = await storage.orders.place(order(1, { product: VASE, quantity: 2 }, { requestHash: 'other' }), NO_TERMS);
        expect(again).toMatchObject({ outcome: 'repeated', order: { requestHash: 'hash-1', state: 'pending' } });
      }),
    );
    it(
      'sell exactly what there is to 200 buyers at once, under numbers of their own',
      on(async (storage) => {
        await storage.products.insert(VASE);
        const answers = await Promise.all(times(200, (n) => storage.orders.place(order(n + 1, { product: VASE }), NO_TERMS)));
        const sold = answers.filter(({ outcome }) => outcome === 'placed').map(placed);
        expect(sold).toHaveLength(20);
        expect(new Set(sold.map(({ number }) => number)).size).toBe(20);
        expect(answers.filter(({ outcome }) => outcome === 'sold_out')).toHaveLength(180);
        expect(await stock(storage)).toEqual([0]);
      }),
    );
    it(
      'do nothing at all when one line has too little stock, and say what is left',
      on(async (storage) => {
        const scarce = product(2, { variants: [{ id: id(100), name: '', price: 500, compareAtPrice: null, stock: 1 }] });
        await storage.products.insert(VASE);
        await storage.products.insert(scarce);
        const both = order(1, { product: VASE, quantity: 20 });
        both.lines.push(...order(1, { product: scarce, quantity: 2 }).lines);
        expect(await storage.orders.place(both, NO_TERMS)).toEqual({ outcome: 'sold_out', productId: id(2), variantId: id(100), left: 1 });
        expect(await storage.orders.byId(id(1))).toBeNull();
        expect([await stock(storage), await stock(storage, id(2))]).toEqual([[20], [1]]);
        // The two products' variants happen to share an id: that is no reason to add them up.
        both.lines.splice(1, 1, ...order(1, { product: scarce }).lines);
        expect(await storage.orders.place(both, NO_TERMS)).toMatchObject({ outcome: 'placed' });
        expect([await stock(storage), await stock(storage, id(2))]).toEqual([[0], [0]]);
      }),
    );
    it(
      'add up lines of the same variant',
      on(async (storage) => {
        await storage.products.insert(VASE);
        const twice = order(1, { product: VASE, quantity: 11 });
        twice.lines.push(...order(1, { product: VASE, quantity: 10 }).lines);
        expect(await storage.orders.place(twice, NO_TERMS)).toMatchObject({ outcome: 'sold_out', left: 20 });
        expect(await stock(storage)).toEqual([20]);
      }),
    );
    it(
      'need products that are known and not archived, at the price of their lines',
      on(async (storage) => {
        await storage.products.insert(VASE);
        await storage.products.insert(product(2, { archived: true }));
        const dearer = { ...VASE, variants: VASE.variants.map((one) => ({ ...one, price: 1100 })) };
        const strange = { ...VASE, variants: VASE.variants.map((one) => ({ ...one, id: id(404) })) };
        expect(await storage.orders.place(order(1, { product: product(3) }), NO_TERMS)).toEqual({
          outcome: 'unknown_product',
          productId: id(3),
        });
        expect(await storage.orders.place(order(2, { product: product(2) }), NO_TERMS)).toEqual({
          outcome: 'unknown_product',
          productId: id(2),
        });
        expect(await storage.orders.place(order(3, { product: strange }), NO_TERMS)).toEqual({
          outcome: 'unknown_product',
          productId: id(1),
        });
        expect(await storage.orders.place(order(4, { product: dearer }), NO_TERMS)).toEqual({
          outcome: 'price_changed',
          productId: id(1),
          variantId: id(100),
          price: 1200,
        });
        expect((await storage.orders.list({ limit: 10 })).items).toEqual([]);
        expect(await stock(storage)).toEqual([20]);
      }),
    );
    it(
      'list newest first, a buyer its own, page by page while others are placed',
      on(async ({ orders, products }) => {
        await products.insert(VASE);
        for (const n of times(7, (index) => index + 1))
          await orders.place(order(n, { product: VASE }, { buyerId: id(n % 2), createdAt: AT }), NO_TERMS);
        const ids = (page: { items: OrderRecord[] }): string[] => page.items.map(({ _id }) => _id);
        expect(ids(await orders.list({ limit: 10, buyerId: id(0) }))).toEqual([id(6), id(4), id(2)]);
        let more = 100;
        const read = await allPages(
          (cursor) => orders.list({ limit: 2, cursor }),
          async () => {
            await orders.place(order(++more, { product: VASE }), NO_TERMS);
          },
        );
        expect(ids({ items: read })).toEqual(times(7, (n) => id(7 - n)));
      }),
    );
    it(
      'change state by compare-and-set',
      on(async ({ orders, products }) => {
        await products.insert(VASE);
        await orders.place(order(1, { product: VASE }), NO_TERMS);
        const paid = await Promise.all(times(3, (n) => orders.changeState(id(1), ['pending'], 'paid', { by: null, at: AT + n })));
        expect(paid.filter((one) => one !== null)).toHaveLength(1);
        expect(await orders.byId(id(1))).toEqual(paid.find((one) => one !== null));
        expect(await orders.changeState(id(2), ['pending'], 'paid', { by: null, at: AT })).toBeNull();
      }),
    );
    it(
      'owe entries until they are settled',
      on(async ({ orders, products }) => {
        await products.insert(VASE);
        await orders.place(order(1, { product: VASE }, { owed: [OWED] }), NO_TERMS);
        await orders.place(order(2, { product: VASE }), NO_TERMS);
        expect((await orders.owing(10)).map(({ _id, owed }) => [_id, owed])).toEqual([[id(1), [OWED]]]);
        await orders.settle(id(1), OWED.key);
        expect(await orders.owing(10)).toEqual([]);
      }),
    );
    it(
      'add up what a show has sold, without what was cancelled',
      on(async ({ orders, products }) => {
        const lamp = product(2);
        await products.insert(VASE);
        await products.insert(lamp);
        expect(await orders.totals(id(9))).toEqual({ count: 0, revenue: 0 });
        const mixed = order(1, { product: VASE, quantity: 2 });
        mixed.lines.push(...order(1, { product: lamp }).lines);
        await orders.place({ ...mixed, total: 3600 }, NO_TERMS);
        await orders.place(order(2, { product: VASE }), NO_TERMS);
        await orders.place(order(3, { product: lamp, quantity: 4 }), NO_TERMS);
        await orders.place(order(4, { product: VASE }, { streamId: null }), NO_TERMS);
        await orders.changeState(id(2), ['pending'], 'paid', { by: null, at: AT });
        await orders.close(id(3), ['pending'], 'cancelled', { by: null, at: AT });
        expect(await orders.totals(id(9))).toEqual({ count: 2, revenue: 4800 });
        expect(await orders.salesByProduct(id(9))).toEqual([
          { productId: id(1), title: 'Product 1', orders: 2, units: 3, revenue: 3600 },
          { productId: id(2), title: 'Product 2', orders: 1, units: 1, revenue: 1200 },
        ]);
      }),
    );
  });
}
