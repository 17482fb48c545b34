import { ProductPatch } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DomainError } from '../../src/domain/errors.ts';
import { ADMIN, AMIR, codeOf, HOST, MODERATOR, openShop, orderOf, STORES, stockOf, type TestShop } from './store.ts';

let shop: TestShop;

const products = async () => (await shop.catalogue.list(ADMIN, { limit: 100, archived: 'true' })).items;
const exported = async (): Promise<string> => {
  let text = '';
  for await (const part of shop.catalogue.exportCsv(ADMIN)) text += part;
  return text;
};
const wrongLines = (text: string): Promise<unknown> =>
  shop.catalogue.importCsv(ADMIN, text).then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.fields : error),
  );

describe.each(STORES)('On %s', (store) => {
  beforeEach(async () => {
    shop = await openShop({ store });
  });
  afterEach(() => shop[Symbol.asyncDispose]());

  describe('A product that is edited', () => {
    test('keeps the stock that is not named, whatever is sold meanwhile', async () => {
      const vase = await shop.product({ stock: 40 });
      const [variant] = vase.variants;
      const edit = ProductPatch.parse({ variants: [{ id: variant?.id, name: '', price: 7_000 }] });
      const orders = Array.from({ length: 10 }, (_, index) => codeOf(shop.orders.place(AMIR, orderOf(vase), `before ${index}`)));
      await Promise.all([...orders, shop.catalogue.update(HOST, vase._id, edit)]);
      const sold = (await Promise.all(orders)).filter((outcome) => outcome === 'done').length;
      expect(await shop.catalogue.get(null, vase._id)).toMatchObject({ price: 7_000, stock: 40 - sold });
    });

    test('owes what its shows are to be told on its own document, and the sweep pays', async () => {
      const vase = await shop.product();
      const show = await shop.show();
      await shop.livestreams.start(HOST, show);
      await shop.pins.set(HOST, show, [vase._id]);
      await shop.catalogue.update(HOST, vase._id, { title: 'Dune vase, tall' });
      expect(await shop.storage.products.owing(10)).toEqual([]);
      // As after a crash between the change and its entry.
      const entry = { streamId: show, key: 'product:lost', type: 'product_changed', data: { product: vase } } as const;
      await shop.storage.products.change(vase._id, { title: 'Dune vase, small', updatedAt: shop.now }, [entry]);
      await Promise.all([shop.sweep(), shop.sweep()]);
      const titles = (await shop.timelines.read(show, 0, 50)).flatMap((each) =>
        each.type === 'product_changed' ? [each.data.product.title] : [],
      );
      expect(titles).toEqual(['Dune vase, tall', 'Dune vase, small']);
      expect(await shop.storage.products.owing(10)).toEqual([]);
    });

    test('is refused what is not there: another product’s variant, a tax rate of no name', async () => {
      const vase = await shop.product();
      const bowl = await shop.product();
      const foreign = ProductPatch.parse({ variants: [{ ...bowl.variants[0] }] });
      expect(await codeOf(shop.catalogue.update(HOST, vase._id, foreign))).toBe('invalid');
      expect(await codeOf(shop.catalogue.update(HOST, vase._id, { taxRate: 'Books' }))).toBe('invalid');
      expect(ProductPatch.safeParse({ variants: [{ name: 'new', price: 1 }] }).success).toBe(false);
      expect(await codeOf(shop.catalogue.update(MODERATOR, vase._id, { title: 'Mine' }))).toBe('forbidden');
    });
  });

  describe('A file of products', () => {
    test('that was exported changes nothing when it comes back', async () => {
      await shop.shop.change(ADMIN, {
        taxRates: [
          { name: 'Standard', percent: 21 },
          { name: 'Books', percent: 6 },
        ],
      });
      await shop.product({
        title: '=Dune "vase", tall',
        description: 'Two\nlines',
        tags: ['clay', 'tall'],
        images: ['/uploads/a.webp', 'https://pictures.example/b.jpg'],
        taxRate: 'Books',
        variants: [
          { name: 'Sand', price: 6_800, compareAtPrice: 8_000, stock: 3 },
          { name: 'Night', price: 7_200, stock: 0 },
        ],
      });
      const bowl = await shop.product({ title: 'Bowl' });
      await shop.catalogue.update(ADMIN, bowl._id, { archived: true });
      const before = await products();
      const answer = await shop.catalogue.importCsv(ADMIN, await exported());
      expect(answer).toEqual({ created: 0, updated: 2, unchanged: 0 });
      expect(await products()).toEqual(before.map((product) => ({ ...product, updatedAt: expect.any(String) })));
    });

    test('makes what has no id, with its variants, and nothing twice when it is sent again', async () => {
      const text = 'title,variant,price,stock,tags\nVase,Sand,68.00,3,clay|tall\nVase,Night,72,0,\n,Moss,"70,5",1,\nBowl,,25.00,9,\n';
      expect(await shop.catalogue.importCsv(HOST, text)).toEqual({ created: 2, updated: 0, unchanged: 0 });
      expect(await shop.catalogue.importCsv(HOST, text)).toEqual({ created: 0, updated: 0, unchanged: 2 });
      const found = await products();
      expect(found.map(({ title }) => title).sort()).toEqual(['Bowl', 'Vase']);
      const vase = found.find(({ title }) => title === 'Vase');
      expect(vase?.variants.map(({ name, price, stock }) => [name, price, stock])).toEqual([
        ['Sand', 6_800, 3],
        ['Night', 7_200, 0],
        ['Moss', 7_050, 1],
      ]);
      expect(vase?.tags).toEqual(['clay', 'tall']);
    });

    test('changes only the columns that it has, and leaves stock alone that it does not say', async () => {
      const vase = await shop.product({ title: 'Vase', description: 'As it was', stock: 7 });
      const text = `id;variant_id;price\r\n${vase._id};${vase.variants[0]?.id};59,90\r\n`;
      expect(await shop.catalogue.importCsv(ADMIN, text)).toEqual({ created: 0, updated: 1, unchanged: 0 });
      expect(await shop.catalogue.get(null, vase._id)).toMatchObject({ title: 'Vase', description: 'As it was', price: 5_990, stock: 7 });
    });

    test('with wrong lines does nothing at all, and names each of them', async () => {
      const vase = await shop.product();
      const text = [
        'id,title,price,stock,images,tax_rate,archived',
        ',Good,1.00,1,,,',
        ',,2.00,1,,,',
        ',Dear,2.001,1,,,',
        ',Many,2.00,lots,,,',
        ',Picture,2.00,1,ftp://x,,',
        ',Taxed,2.00,1,,Books,',
        `${'f'.repeat(24)},Gone,2.00,1,,,`,
        `${vase._id},,2.00,1,,,maybe`,
      ].join('\n');
      const errors = await wrongLines(text);
      expect(errors).toEqual([
        { path: 'line 4', message: 'price: must be an amount such as 68.00' },
        { path: 'line 5', message: expect.stringMatching(/^stock: /) },
        { path: 'line 6', message: expect.stringMatching(/^images/) },
        { path: 'line 7', message: 'tax_rate: the shop has no such rate' },
        { path: 'line 8', message: 'id: there is no such product' },
        { path: 'line 9', message: 'archived: must be yes or no' },
        { path: 'line 9', message: expect.stringMatching(/^title: /) },
      ]);
      expect(await products()).toHaveLength(1);
      expect(await stockOf(shop, vase)).toBe(10);
    });

    test.each([
      ['', 'the file is empty'],
      ['title,colour,price\nVase,red,1', 'unknown column colour'],
    ])('%j is none', async (text, message) => {
      expect(await wrongLines(text)).toEqual([{ path: 'line 1', message }]);
    });

    test('is for those who edit products', async () => {
      expect(await codeOf(shop.catalogue.importCsv(MODERATOR, 'title,price,stock\nVase,1,1'))).toBe('forbidden');
      expect(await codeOf(shop.catalogue.exportCsv(AMIR).next())).toBe('forbidden');
    });
  });
});
