import { describe, expect, it } from 'vitest';
import type { OrderRecord, OrderTerms, PlaceResult, Storage } from '../../../ports/storage.ts';
import { AT, allPages, type Case, id, NO_TERMS, order, product, times } from './samples.ts';

const SHOW = id(9);
const VASE = product(1, { variants: [{ id: id(100), name: '', price: 1200, compareAtPrice: null, stock: 20 }] });
const TWO_EACH: OrderTerms = { prices: [], limits: [{ scope: SHOW, productId: VASE._id, max: 2 }] };
const BY_STAFF = { by: id(1), at: AT + 500 };
const stock = async ({ products }: Storage) => (await products.byId(VASE._id))?.variants[0]?.stock;
const ids = (records: { _id: string }[]): string[] => records.map(({ _id }) => _id);
const placed = (result: PlaceResult): OrderRecord => {
  if (result.outcome !== 'placed') throw new Error(`not placed: ${result.outcome}`);
  return result.order;
};

/** What a show has agreed, what is paid and given back, and how orders are found. */
export function describeCheckout(on: Case): void {
  describe("a show's terms", () => {
    it(
      "stand in for the catalogue's price",
      on(async (storage) => {
        await storage.products.insert(VASE);
        const terms: OrderTerms = { prices: [{ productId: VASE._id, variantId: id(100), price: 900 }], limits: [] };
        const atShowPrice = product(1, { variants: VASE.variants.map((one) => ({ ...one, price: 900 })) });
        expect(await storage.orders.place(order(1, { product: VASE }), terms)).toEqual({
          outcome: 'price_changed',
          productId: VASE._id,
          variantId: id(100),
          price: 900,
        });
        expect(await storage.orders.place(order(2, { product: atShowPrice }), terms)).toMatchObject({ outcome: 'placed' });
        expect(await storage.orders.place(order(3, { product: atShowPrice }), NO_TERMS)).toMatchObject({
          outcome: 'price_changed',
          price: 1200,
        });
        expect(await stock(storage)).toBe(19);
      }),
    );
    it(
      'let a buyer have so many units in all, whatever the orders, and say what is left',
      on(async (storage) => {
        await storage.products.insert(VASE);
        const mine = (n: number, quantity: number) => order(n, { product: VASE, quantity }, { buyerId: id(7) });
        expect(await storage.orders.place(mine(1, 3), TWO_EACH)).toEqual({
          outcome: 'limit_reached',
          productId: VASE._id,
          max: 2,
          left: 2,
        });
        placed(await storage.orders.place(mine(2, 1), TWO_EACH));
        expect(await storage.orders.place(mine(3, 2), TWO_EACH)).toMatchObject({ outcome: 'limit_reached', left: 1 });
        expect(await storage.orders.byId(id(3))).toBeNull();
        placed(await storage.orders.place(mine(4, 1), TWO_EACH));
        expect(await storage.orders.place(mine(5, 1), TWO_EACH)).toMatchObject({ outcome: 'limit_reached', left: 0 });
        // Asked again under the same id it is the same order, whatever the limit.
        expect(await storage.orders.place(mine(4, 1), TWO_EACH)).toMatchObject({ outcome: 'repeated' });
        placed(await storage.orders.place(order(6, { product: VASE, quantity: 2 }, { buyerId: id(8) }), TWO_EACH));
        const elsewhere: OrderTerms = { prices: [], limits: [{ scope: id(10), productId: VASE._id, max: 2 }] };
        placed(await storage.orders.place(mine(7, 2), elsewhere));
        expect(await stock(storage)).toBe(14);
      }),
    );
    it(
      'count all variants and lines of the product together',
      on(async (storage) => {
        const rug = product(2, {
          variants: [100, 101].map((n) => ({ id: id(n), name: `${n}`, price: 500, compareAtPrice: null, stock: 9 })),
        });
        await storage.products.insert(rug);
        const terms: OrderTerms = { prices: [], limits: [{ scope: SHOW, productId: rug._id, max: 2 }] };
        const both = order(1, { product: rug, quantity: 2 });
        both.lines.push(...order(1, { product: rug, variant: 1 }).lines);
        expect(await storage.orders.place(both, terms)).toMatchObject({ outcome: 'limit_reached', left: 2 });
        expect((await storage.products.byId(id(2)))?.variants.map((one) => one.stock)).toEqual([9, 9]);
      }),
    );
    it(
      'hold when 200 requests of 50 buyers come at once: none gets more, none sells what is not there',
      on(async (storage) => {
        const plenty = product(1, { variants: VASE.variants.map((one) => ({ ...one, stock: 80 })) });
        await storage.products.insert(plenty);
        const answers = await Promise.all(
          times(200, (n) => storage.orders.place(order(n + 1, { product: plenty }, { buyerId: id(1000 + (n % 50)) }), TWO_EACH)),
        );
        const perBuyer = new Map<string, number>();
        for (const one of answers)
          if (one.outcome === 'placed') perBuyer.set(one.order.buyerId, (perBuyer.get(one.order.buyerId) ?? 0) + 1);
        expect(Math.max(...perBuyer.values())).toBeLessThanOrEqual(2);
        const sold = answers.filter(({ outcome }) => outcome === 'placed').length;
        expect(sold).toBe(80);
        expect(answers.filter(({ outcome }) => outcome === 'sold_out' || outcome === 'limit_reached')).toHaveLength(120);
        expect(await stock(storage)).toBe(0);
      }),
    );
  });

  describe('orders on their way', () => {
    it(
      'write down every state, when and by whom',
      on(async ({ orders, products }) => {
        await products.insert(VASE);
        await orders.place(order(1, { product: VASE }), NO_TERMS);
        await orders.changeState(id(1), ['pending'], 'paid', { by: null, at: AT + 100, paymentReference: 'session 1' });
        const done = await orders.changeState(id(1), ['pending', 'paid'], 'fulfilled', BY_STAFF);
        expect(done).toMatchObject({ state: 'fulfilled', paymentReference: 'session 1', updatedAt: AT + 500 });
        expect(done?.history).toEqual([
          { state: 'pending', at: AT + 1, by: id(50_001) },
          { state: 'paid', at: AT + 100, by: null },
          { state: 'fulfilled', at: AT + 500, by: id(1) },
        ]);
        expect(await orders.byId(id(1))).toEqual(done);
        expect(await orders.changeState(id(1), ['pending'], 'paid', BY_STAFF)).toBeNull();
      }),
    );
    it(
      'know their payment while they are pending, and are found by it',
      on(async ({ orders, products }) => {
        await products.insert(VASE);
        await orders.place(order(1, { product: VASE }), NO_TERMS);
        await orders.place(order(2, { product: VASE }), NO_TERMS);
        const named = await orders.setPayment(id(1), 'session 1', 'https://pay.example/1');
        expect(named).toMatchObject({ paymentReference: 'session 1', payment: { provider: 'manual', url: 'https://pay.example/1' } });
        expect(await orders.byPaymentReference('session 1')).toEqual(named);
        expect(await orders.byPaymentReference('session 2')).toBeNull();
        await orders.changeState(id(2), ['pending'], 'paid', { by: null, at: AT, paymentReference: 'session 2' });
        expect((await orders.byPaymentReference('session 2'))?._id).toBe(id(2));
        expect(await orders.setPayment(id(2), 'session 3', 'https://pay.example/3')).toBeNull();
        expect(await orders.setPayment(id(3), 'session 3', 'https://pay.example/3')).toBeNull();
        expect(await orders.byPaymentReference('session 3')).toBeNull();
      }),
    );
    it(
      'give stock and units of a limit back when they are closed, once',
      on(async (storage) => {
        await storage.products.insert(VASE);
        const mine = (n: number) => order(n, { product: VASE, quantity: 2 }, { buyerId: id(7) });
        await storage.orders.place(mine(1), TWO_EACH);
        expect(await storage.orders.place(mine(2), TWO_EACH)).toMatchObject({ outcome: 'limit_reached' });
        const closed = await Promise.all(times(5, () => storage.orders.close(id(1), ['pending', 'paid'], 'cancelled', BY_STAFF)));
        const won = closed.filter((one) => one !== null);
        expect(won).toHaveLength(1);
        expect(won[0]?.order).toMatchObject({ state: 'cancelled', updatedAt: AT + 500 });
        expect(won[0]?.order.history.at(-1)).toEqual({ state: 'cancelled', at: AT + 500, by: id(1) });
        expect(won[0]?.products).toMatchObject([{ _id: VASE._id, variants: [{ stock: 20 }] }]);
        expect(await storage.orders.byId(id(1))).toEqual(won[0]?.order);
        expect(await storage.orders.close(id(404), ['pending'], 'cancelled', BY_STAFF)).toBeNull();
        placed(await storage.orders.place(mine(3), TWO_EACH));
        // Money that comes for a cancelled order goes back; the stock has gone back already.
        const refunded = await storage.orders.close(id(1), ['cancelled'], 'refunded', BY_STAFF);
        expect(refunded).toMatchObject({ order: { state: 'refunded' }, products: [] });
        expect(await storage.orders.place(mine(4), TWO_EACH)).toMatchObject({ outcome: 'limit_reached', left: 0 });
        expect(await stock(storage)).toBe(18);
      }),
    );
    it(
      'keep no stock once they are fulfilled, and hold it while they are paid',
      on(async (storage) => {
        await storage.products.insert(VASE);
        for (const n of [1, 2]) {
          await storage.orders.place(order(n, { product: VASE, quantity: 3 }), NO_TERMS);
          await storage.orders.changeState(id(n), ['pending'], 'paid', BY_STAFF);
        }
        await storage.orders.changeState(id(2), ['paid'], 'fulfilled', BY_STAFF);
        expect(await storage.orders.close(id(1), ['paid', 'fulfilled'], 'refunded', BY_STAFF)).toMatchObject({
          products: [{ _id: VASE._id }],
        });
        expect(await storage.orders.close(id(2), ['paid', 'fulfilled'], 'refunded', BY_STAFF)).toMatchObject({ products: [] });
        expect(await stock(storage)).toBe(17);
      }),
    );
    it(
      'that are closed and paid at the same time end in one of both, with the stock where it belongs',
      on(async (storage) => {
        await storage.products.insert(VASE);
        for (const n of times(10, (index) => index + 1)) await storage.orders.place(order(n, { product: VASE }), NO_TERMS);
        const races = await Promise.all(
          times(10, (n) => {
            const pay = () => storage.orders.changeState(id(n + 1), ['pending'], 'paid', BY_STAFF);
            const close = () => storage.orders.close(id(n + 1), ['pending'], 'cancelled', { by: null, at: AT + 400 });
            return Promise.all(n % 2 ? [pay(), close(), close()] : [close(), pay(), close()]);
          }),
        );
        for (const outcome of races) expect(outcome.filter((one) => one !== null)).toHaveLength(1);
        const states = (await storage.orders.list({ limit: 100 })).items.map(({ state }) => state);
        const cancelled = states.filter((state) => state === 'cancelled').length;
        expect(states.filter((state) => state === 'paid')).toHaveLength(10 - cancelled);
        expect(await stock(storage)).toBe(10 + cancelled);
      }),
    );
    it(
      'come back to a shop that has changed the variant meanwhile',
      on(async (storage) => {
        const rug = product(2, {
          variants: [100, 101].map((n) => ({ id: id(n), name: `${n}`, price: 500, compareAtPrice: null, stock: 9 })),
        });
        await storage.products.insert(rug);
        const both = order(1, { product: rug, quantity: 2 });
        both.lines.push(...order(1, { product: rug, variant: 1, quantity: 2 }).lines);
        placed(await storage.orders.place(both, NO_TERMS));
        await storage.products.change(id(2), { variants: rug.variants.slice(0, 1).map((one) => ({ ...one, stock: 50 })), updatedAt: AT });
        const closed = await storage.orders.close(id(1), ['pending'], 'cancelled', BY_STAFF);
        expect(closed?.products).toMatchObject([{ variants: [{ id: id(100), stock: 52 }] }]);
      }),
    );
    it(
      'are overdue when they are pending past their time, the longest first',
      on(async ({ orders, products }) => {
        await products.insert(VASE);
        for (const [n, payBefore] of [AT + 50, AT + 30, null, AT + 90, AT + 10].entries())
          await orders.place(order(n + 1, { product: VASE }, { payBefore, createdAt: AT + (payBefore ?? 0) - AT }), NO_TERMS);
        await orders.changeState(id(5), ['pending'], 'paid', BY_STAFF);
        expect(ids(await orders.overdue(AT + 50, 10))).toEqual([2, 1].map(id));
        expect(ids(await orders.overdue(AT + 50, 1))).toEqual([id(2)]);
        expect(await orders.overdue(AT + 5, 10)).toEqual([]);
      }),
    );
    it(
      'need no recovery when no step was left half done',
      on(async (storage) => {
        await storage.products.insert(VASE);
        await storage.orders.place(order(1, { product: VASE }), TWO_EACH);
        expect(await storage.orders.recover(AT + 100_000, AT + 100_000)).toEqual([]);
        expect(await storage.orders.byId(id(1))).toMatchObject({ state: 'pending' });
        expect(await stock(storage)).toBe(19);
      }),
    );
  });

  describe('orders in a list', () => {
    it(
      'are found by show, state, time, number, name and address',
      on(async ({ orders, products }) => {
        await products.insert(VASE);
        const contact = (name: string, email: string) => ({ contact: { name, email, address: 'Canal 1' } });
        await orders.place(order(1, { product: VASE }, contact('ÖRJAN', 'o@mail.example')), NO_TERMS);
        await orders.place(order(2, { product: VASE }, { ...contact('Mira', 'm@mail.example'), streamId: null }), NO_TERMS);
        const third = placed(await orders.place(order(3, { product: VASE }, contact('Lin', 'lin_x@mail.example')), NO_TERMS));
        await orders.changeState(id(1), ['pending'], 'paid', BY_STAFF);
        const found = async (filter: Partial<Parameters<typeof orders.list>[0]>) =>
          ids((await orders.list({ limit: 10, ...filter })).items);
        expect(await found({ streamId: SHOW })).toEqual([3, 1].map(id));
        expect(await found({ states: ['paid'] })).toEqual([id(1)]);
        expect(await found({ states: ['paid', 'pending'], streamId: SHOW })).toEqual([3, 1].map(id));
        expect(await found({ from: AT + 2 })).toEqual([3, 2].map(id));
        expect(await found({ from: AT + 2, to: AT + 3 })).toEqual([id(2)]);
        expect(await found({ search: 'örjan' })).toEqual([id(1)]);
        expect(await found({ search: 'LIN_' })).toEqual([id(3)]);
        expect(await found({ search: third.number.toLowerCase() })).toEqual([id(3)]);
        expect(await found({ search: 'M@MAIL', states: ['paid'] })).toEqual([]);
        const all = await allPages((cursor) => orders.list({ limit: 1, streamId: SHOW, cursor }));
        expect(ids(all)).toEqual([3, 1].map(id));
        await expect(orders.list({ limit: 1, cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' });
      }),
    );
    it(
      'say line by line what a show has sold',
      on(async ({ orders, products }) => {
        await products.insert(VASE);
        const twice = order(1, { product: VASE, quantity: 2 });
        twice.lines.push(...order(1, { product: VASE }).lines);
        await orders.place(twice, NO_TERMS);
        await orders.place(order(2, { product: VASE }), NO_TERMS);
        await orders.place(order(3, { product: VASE }), NO_TERMS);
        await orders.close(id(2), ['pending'], 'cancelled', BY_STAFF);
        const line = (n: number, quantity: number) => ({
          orderId: id(n),
          buyerId: id(50_000 + n),
          at: AT + n,
          productId: VASE._id,
          quantity,
          amount: quantity * 1200,
        });
        expect(await orders.soldLines(SHOW)).toEqual([line(1, 2), line(1, 1), line(3, 1)]);
        expect(await orders.soldLines(id(8))).toEqual([]);
      }),
    );
    it(
      "forget a buyer's contact and keep the money",
      on(async ({ orders, products }) => {
        await products.insert(VASE);
        await orders.place(order(1, { product: VASE }, { buyerId: id(7) }), NO_TERMS);
        await orders.place(order(2, { product: VASE }, { buyerId: id(8) }), NO_TERMS);
        for (let twice = 0; twice < 2; twice++) await orders.anonymise(id(7), id(70));
        expect(await orders.byId(id(1))).toMatchObject({
          buyerId: id(70),
          contact: { name: '', email: '', address: '' },
          total: 1200,
          history: [{ state: 'pending', by: id(70) }],
        });
        expect((await orders.list({ limit: 10, buyerId: id(7) })).items).toEqual([]);
        expect(ids((await orders.list({ limit: 10, search: 'mira' })).items)).toEqual([id(2)]);
        expect((await orders.totals(SHOW)).count).toBe(2);
      }),
    );
  });
}
