import type { OrderInput, ShopSettings } from '@vitrine/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProductRecord } from '../../ports/storage.ts';
import { deliveryOf, includedTaxes, priced } from './pricing.ts';

const CONTACT = { name: 'Amir', email: 'amir@example.test', address: 'Kiln Lane 1' };
const hex = (value: number): string => value.toString(16).padStart(24, '0');
const shopOf = (more: Partial<ShopSettings>): ShopSettings => ({
  name: 'Vitrine',
  logoUrl: null,
  accentColor: null,
  currency: 'EUR',
  taxRates: [{ name: 'Standard', percent: 0 }],
  deliveryMethods: [],
  blockedWords: [],
  embedOrigins: [],
  payWithinMinutes: 30,
  ...more,
});
const productOf = (index: number, taxRate: string | null): ProductRecord => ({
  _id: hex(index),
  title: `Piece ${index}`,
  description: '',
  images: [],
  tags: [],
  currency: 'EUR',
  variants: [{ id: hex(index), name: '', price: 0, compareAtPrice: null, stock: 1 }],
  taxRate,
  archived: false,
  owed: [],
  createdAt: 0,
  updatedAt: 0,
});

describe('What an order comes to', () => {
  test.each([
    ['EUR 119.00 at 19 %', [{ unitPrice: 11_900, quantity: 1, taxPercent: 19 }], 0, [{ percent: 19, amount: 1_900 }]],
    ['three of 9.99 at 7 %, rounded once', [{ unitPrice: 999, quantity: 3, taxPercent: 7 }], 0, [{ percent: 7, amount: 196 }]],
    ['half a cent goes up', [{ unitPrice: 3, quantity: 1, taxPercent: 20 }], 0, [{ percent: 20, amount: 1 }]],
    ['a rate of nothing is not named', [{ unitPrice: 500, quantity: 1, taxPercent: 0 }], 0, []],
    [
      'two rates, delivery at the first',
      [
        { unitPrice: 1_070, quantity: 1, taxPercent: 7 },
        { unitPrice: 1_190, quantity: 1, taxPercent: 19 },
      ],
      595,
      [
        { percent: 19, amount: 285 },
        { percent: 7, amount: 70 },
      ],
    ],
    [
      'the largest order there can be, to the cent',
      [{ unitPrice: 100_000_000, quantity: 99 * 20, taxPercent: 8.875 }],
      0,
      [{ percent: 8.875, amount: 16_140_068_886 }],
    ],
  ])('%s', (_, lines, delivery, taxes) => {
    expect(includedTaxes(lines, delivery, 19)).toEqual(taxes);
  });

  test('is the sum of its parts, and its taxes are what they are of the gross, to half a cent for each rate', () => {
    const rates = [
      { name: 'Standard', percent: 19 },
      { name: 'Reduced', percent: 7 },
      { name: 'None', percent: 0 },
      { name: 'Odd', percent: 8.875 },
    ];
    const line = fc.record({
      unitPrice: fc.integer({ min: 0, max: 100_000_000 }),
      quantity: fc.integer({ min: 1, max: 99 }),
      rate: fc.constantFrom(...rates),
    });
    const delivery = fc.record({ price: fc.integer({ min: 0, max: 10_000 }), freeFrom: fc.option(fc.integer({ min: 0, max: 1_000_000 })) });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), fc.option(delivery), (lines, method) => {
        const products = lines.map(({ rate }, index) => productOf(index, rate.name));
        const shop = shopOf({
          taxRates: rates,
          deliveryMethods: method ? [{ id: 'post', name: 'Post', price: method.price, freeFrom: method.freeFrom }] : [],
        });
        const input: OrderInput = {
          streamId: null,
          contact: CONTACT,
          ...(method ? { deliveryMethod: 'post' } : {}),
          lines: lines.map(({ unitPrice, quantity }, index) => ({ productId: hex(index), variantId: hex(index), quantity, unitPrice })),
        };
        const order = priced(input, products, shop);
        const sum = lines.reduce((total, { unitPrice, quantity }) => total + unitPrice * quantity, 0);
        const isFree = method?.freeFrom !== null && method?.freeFrom !== undefined && sum >= method.freeFrom;
        expect(order.delivery?.price ?? 0).toBe(!method || isFree ? 0 : method.price);
        expect(order.total).toBe(sum + (order.delivery?.price ?? 0));
        for (const { percent, amount } of order.taxes) {
          const gross =
            lines.reduce((total, each) => total + (each.rate.percent === percent ? each.unitPrice * each.quantity : 0), 0) +
            (percent === 19 ? (order.delivery?.price ?? 0) : 0);
          // In thousandths of a per cent everything is a whole number: |tax - exact| <= 1/2.
          const rate = BigInt(percent * 1_000);
          const exact = BigInt(gross) * rate;
          const off = 2n * (BigInt(amount) * (100_000n + rate) - exact);
          expect(off <= 100_000n + rate && -off <= 100_000n + rate).toBe(true);
          expect(amount).toBeLessThanOrEqual(gross);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('Delivery', () => {
  const METHODS = [
    { id: 'post', name: 'Post', price: 490, freeFrom: 5_000 },
    { id: 'pickup', name: 'Pick-up', price: 0, freeFrom: null },
  ];
  test('costs nothing from the sum on that the method names', () => {
    expect(deliveryOf('post', 4_999, METHODS)?.price).toBe(490);
    expect(deliveryOf('post', 5_000, METHODS)?.price).toBe(0);
  });
  test('must be one of the methods of a shop that has any, and none of a shop that has none', () => {
    expect(deliveryOf(undefined, 1, [])).toBeNull();
    for (const [method, methods] of [
      [undefined, METHODS],
      ['drone', METHODS],
      ['post', []],
    ] as const)
      expect(() => deliveryOf(method, 1, [...methods])).toThrow(expect.objectContaining({ code: 'invalid' }));
  });
});
