import { ShopSettingsPatch } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AuditLog } from '../../src/domain/audit/audit-log.ts';
import { ShopService } from '../../src/domain/shop/shop.ts';
import { ShopFeed } from '../../src/domain/timeline/shop-feed.ts';
import { ADMIN, AMIR, codeOf, HOST, openShop, type TestShop } from './store.ts';

let shop: TestShop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop[Symbol.asyncDispose]());

describe('The shop’s settings', () => {
  test('are those of the configuration until an admin says otherwise, and stay so', async () => {
    expect(await shop.shop.read(ADMIN)).toMatchObject({ name: 'Vitrine', currency: 'EUR', taxRates: [{ name: 'Standard', percent: 0 }] });
    await shop.shop.change(ADMIN, { name: 'Kiln & Co', accentColor: '#c2410c' });
    await shop.shop.change(ADMIN, { embedOrigins: ['https://kiln.example'] });
    expect(shop.shop.settings).toMatchObject({ name: 'Kiln & Co', accentColor: '#c2410c', embedOrigins: ['https://kiln.example'] });
    expect(shop.shop.public).toEqual({
      name: 'Kiln & Co',
      logoUrl: null,
      accentColor: '#c2410c',
      currency: 'EUR',
      deliveryMethods: [],
      payment: 'manual',
    });
  });

  test('are for admins; everyone else knows what is public', async () => {
    for (const actor of [HOST, AMIR]) {
      expect(await codeOf(shop.shop.read(actor))).toBe('forbidden');
      expect(await codeOf(shop.shop.change(actor, { name: 'Mine' }))).toBe('forbidden');
    }
  });

  test('lose nothing when two admins save at once', async () => {
    await Promise.all([shop.shop.change(ADMIN, { name: 'Kiln & Co' }), shop.shop.change(ADMIN, { blockedWords: ['cheap'] })]);
    expect(await shop.shop.read(ADMIN)).toMatchObject({ name: 'Kiln & Co', blockedWords: ['cheap'] });
  });

  test('reach a node that has not changed them itself', async () => {
    const clock = { now: () => shop.now, monotonic: () => 0 };
    const feed = new ShopFeed(shop.timelines);
    const other = new ShopService({
      storage: shop.storage,
      feed,
      audit: new AuditLog({ storage: shop.storage, clock }),
      clock,
      defaults: { name: 'Vitrine', currency: 'EUR' },
      payment: 'manual',
    });
    await other.load((error) => shop.errors.push(error));
    await feed.start();
    await shop.shop.change(ADMIN, { name: 'Kiln & Co' });
    await vi.waitFor(() => expect(other.settings.name).toBe('Kiln & Co'));
    feed[Symbol.dispose]();
  });

  test('take another currency only while nothing has a price', async () => {
    await shop.shop.change(ADMIN, { currency: 'CHF' });
    expect((await shop.product()).currency).toBe('CHF');
    expect(await codeOf(shop.shop.change(ADMIN, { currency: 'EUR' }))).toBe('conflict');
    expect(await codeOf(shop.shop.change(ADMIN, { currency: 'CHF', name: 'Kiln' }))).toBe('done');
  });

  test.each([
    [{ accentColor: 'red' }],
    [{ taxRates: [] }],
    [{ taxRates: [{ name: 'A', percent: 101 }] }],
    [{ taxRates: [1, 2].map((percent) => ({ name: 'A', percent })) }],
    [{ deliveryMethods: [1, 2].map((price) => ({ id: 'post', name: 'Post', price })) }],
    [{ logoUrl: 'javascript:alert(1)' }],
    [{ payWithinMinutes: 5 }],
    [{ unknown: true }],
  ])('refuse %j', (patch) => {
    expect(ShopSettingsPatch.safeParse(patch).success).toBe(false);
  });
});
