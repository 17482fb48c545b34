import { describe, expect, it } from 'vitest';
import type { OwedEntry, ProductRecord } from '../../../ports/storage.ts';
import { AT, allPages, type Case, id, NO_TERMS, order, product, times } from './samples.ts';

const ids = (products: ProductRecord[]): string[] => products.map(({ _id }) => _id);
const VARIANTS: ProductRecord['variants'] = [
  { id: id(91), name: 'Small', price: 1000, compareAtPrice: 1500, stock: 3 },
  { id: id(90), name: 'Large', price: 2000, compareAtPrice: null, stock: 0 },
];

export function describeProducts(on: Case): void {
  describe('products', () => {
    it(
      'come back as they were stored, variants in order, and once under an id',
      on(async ({ products }) => {
        await products.insert(product(1, { variants: VARIANTS, tags: ['glass'] }));
        expect(await products.byId(id(1))).toEqual(product(1, { variants: VARIANTS, tags: ['glass'] }));
        expect(await products.byId(id(2))).toBeNull();
        await expect(products.insert(product(1))).rejects.toMatchObject({ code: 'conflict' });
        expect((await products.byId(id(1)))?.variants).toEqual(VARIANTS);
      }),
    );
    it(
      'are given in the order asked for, unknown ones left out',
      on(async ({ products }) => {
        for (const n of [1, 2, 3]) await products.insert(product(n));
        expect(ids(await products.byIds([id(3), id(9), id(1)]))).toEqual([id(3), id(1)]);
        expect(await products.byIds([])).toEqual([]);
      }),
    );
    it(
      'list newest first, without archived ones unless asked',
      on(async ({ products }) => {
        for (const n of [1, 2, 3]) await products.insert(product(n, { archived: n === 2 }));
        expect(ids((await products.list({ limit: 10, includeArchived: false })).items)).toEqual([id(3), id(1)]);
        expect(ids((await products.list({ limit: 10, includeArchived: true })).items)).toEqual([id(3), id(2), id(1)]);
      }),
    );
    it(
      'are found by text in title, description and tags, taken literally',
      on(async ({ products }) => {
        await products.insert(product(1, { title: 'Glass VASE' }));
        await products.insert(product(2, { tags: ['vase'] }));
        await products.insert(product(3, { description: '100% wool' }));
        const found = async (search: string) => ids((await products.list({ limit: 10, includeArchived: false, search })).items);
        expect(await found('vase')).toEqual([id(2), id(1)]);
        expect(await found('100%')).toEqual([id(3)]);
        expect(await found('_')).toEqual([]);
      }),
    );
    it(
      'page without gap or repeat while others are inserted',
      on(async ({ products }) => {
        for (const n of times(7, (index) => index + 1)) await products.insert(product(n, { createdAt: AT }));
        let inserted = 100;
        const read = await allPages(
          (cursor) => products.list({ limit: 2, includeArchived: false, cursor }),
          () => products.insert(product(++inserted)),
        );
        expect(ids(read)).toEqual(times(7, (n) => id(7 - n)));
      }),
    );
    it(
      'change what is given and nothing else',
      on(async ({ products }) => {
        await products.insert(product(1, { variants: VARIANTS }));
        const renamed = await products.change(id(1), { title: 'Vase', description: undefined, updatedAt: AT + 5 });
        expect(renamed).toEqual(product(1, { variants: VARIANTS, title: 'Vase', updatedAt: AT + 5 }));
        expect(await products.byId(id(1))).toEqual(renamed);
        expect(ids((await products.list({ limit: 10, includeArchived: false, search: 'vase' })).items)).toEqual([id(1)]);
        expect(await products.change(id(2), { title: 'x', updatedAt: AT })).toBeNull();
      }),
    );
    it(
      'take a new set of variants with the stock given',
      on(async ({ products }) => {
        await products.insert(product(1, { variants: VARIANTS }));
        const next: ProductRecord['variants'] = [
          { id: id(90), name: 'Large', price: 1900, compareAtPrice: 2000, stock: 8 },
          { id: id(92), name: 'Huge', price: 3000, compareAtPrice: null, stock: 1 },
        ];
        await products.change(id(1), { variants: next, updatedAt: AT + 5 });
        expect((await products.byId(id(1)))?.variants).toEqual(next);
      }),
    );
    it(
      'keep the stock that is there where an edit names none',
      on(async ({ products, orders }) => {
        const goods = product(1, { variants: VARIANTS });
        await products.insert(goods);
        await orders.place(order(1, { product: goods, quantity: 2 }), NO_TERMS);
        const dearer = VARIANTS.map((variant) => ({ ...variant, price: 9000, stock: null }));
        const strange = { id: id(93), name: 'New', price: 100, compareAtPrice: null, stock: null };
        const changed = await products.change(id(1), { variants: [...dearer, strange], updatedAt: AT });
        expect(changed?.variants.map(({ stock, price }) => [stock, price])).toEqual([
          [1, 9000],
          [0, 9000],
          [0, 100],
        ]);
        expect((await products.byId(id(1)))?.variants).toEqual(changed?.variants);
      }),
    );
    it(
      'owe entries in order until each is settled',
      on(async ({ products }) => {
        const owes = (key: string): OwedEntry => ({ streamId: id(9), key, type: 'pins_changed', data: { productIds: [] } });
        await products.insert(product(1));
        await products.insert(product(2));
        await products.change(id(1), { title: 'Lamp', updatedAt: AT }, [owes('a'), owes('b')]);
        await products.change(id(1), { taxRate: 'reduced', updatedAt: AT }, [owes('c')]);
        const owing = await products.owing(10);
        expect(owing).toEqual([product(1, { title: 'Lamp', taxRate: 'reduced', updatedAt: AT, owed: [owes('a'), owes('b'), owes('c')] })]);
        for (const key of ['a', 'a', 'c']) await products.settle(id(1), key);
        expect((await products.owing(10))[0]?.owed).toEqual([owes('b')]);
        await products.settle(id(1), 'b');
        await products.settle(id(3), 'b');
        expect(await products.owing(10)).toEqual([]);
      }),
    );
  });
}
