// @vitest-environment happy-dom
import { ApiError, type ApiErrorCode } from '@vitrine/client';
import type { Product } from '@vitrine/protocol';
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createCheckout } from '../../composables/order/checkout.ts';
import OrderSheet from './OrderSheet.vue';

const shop = { deliveryMethods: [], payment: 'manual' };
vi.mock('../../composables/server/api.ts', () => ({ isEmbedded: false, api: { shop: async () => shop } }));

const id = (digit: string): string => digit.repeat(24);
const vase = (price = 6800, stock = 7): Product => ({
  _id: id('a'),
  title: 'Dune vase',
  description: 'Stoneware',
  images: ['/sample/product-vase.webp'],
  tags: [],
  currency: 'EUR',
  variants: [
    { id: id('b'), name: 'Ash', price, compareAtPrice: null, stock },
    { id: id('c'), name: 'Bone', price: 7200, compareAtPrice: null, stock: 2 },
  ],
  price,
  stock: stock + 2,
  taxRate: null,
  archived: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
});
const problem = (code: ApiErrorCode) => new ApiError(code, 0, code);

function open(placeOrder: Parameters<typeof createCheckout>[1]['placeOrder'], product = vase()) {
  const checkout = createCheckout(id('d'), { placeOrder, enter: async () => undefined });
  const wrapper = mount(OrderSheet, {
    props: { product, checkout, open: true },
    global: { stubs: { RouterLink: { template: '<a><slot /></a>' } } },
    attachTo: document.body,
  });
  const page = () => document.body.textContent ?? '';
  async function buy(): Promise<void> {
    document.querySelector('#order')?.dispatchEvent(new Event('submit', { cancelable: true, bubbles: true }));
    await flushPromises();
  }
  return { wrapper, page, buy };
}

describe('the product sheet', () => {
  let wrapper: ReturnType<typeof open>['wrapper'] | undefined;
  beforeEach(() => {
    localStorage.setItem('vitrine.contact', JSON.stringify({ name: 'Clara Wood', email: 'clara@wood.be', address: 'Alder Row 14' }));
  });
  afterEach(() => {
    wrapper?.unmount();
    document.body.innerHTML = '';
    localStorage.clear();
  });

  it('orders with one press at the price that was read, and shows the order’s number', async () => {
    const placeOrder = vi.fn(async (input) => ({
      ...input,
      _id: id('e'),
      number: '2417',
      currency: 'EUR',
      total: 6800,
      delivery: null,
      payment: { provider: 'manual', url: null },
      payBefore: null,
      lines: [
        { productId: id('a'), variantId: id('b'), title: 'Dune vase', variantName: 'Ash', image: null, unitPrice: 6800, quantity: 1 },
      ],
    }));
    const sheet = open(placeOrder as never);
    wrapper = sheet.wrapper;
    await flushPromises();
    await sheet.buy();
    expect(placeOrder.mock.calls[0]?.[0]).toMatchObject({ lines: [{ variantId: id('b'), unitPrice: 6800, quantity: 1 }] });
    expect(sheet.page()).toContain('It is yours, Clara');
    expect(sheet.page()).toContain('2417');
  });

  it('asks where it should go before anything is ordered', async () => {
    localStorage.clear();
    const placeOrder = vi.fn();
    const sheet = open(placeOrder as never);
    wrapper = sheet.wrapper;
    await flushPromises();
    await sheet.buy();
    expect(placeOrder).not.toHaveBeenCalled();
    expect(sheet.page()).toContain('Where should it go?');
  });

  it('shows a new price and orders at it only after another press', async () => {
    const placeOrder = vi.fn(() => Promise.reject(problem('price_changed')));
    const sheet = open(placeOrder as never);
    wrapper = sheet.wrapper;
    await flushPromises();
    await sheet.wrapper.setProps({ product: vase(7500) });
    await flushPromises();
    expect(sheet.page()).toContain('The price changed');
    expect(document.querySelector('.order-buy')?.textContent).toMatch(/75/);
    expect(placeOrder).not.toHaveBeenCalled();
    await sheet.buy();
    expect(placeOrder).toHaveBeenCalledOnce();
  });

  it('says that it is sold out when the last one went meanwhile, and offers the other option', async () => {
    const sheet = open((() => Promise.reject(problem('sold_out'))) as never);
    wrapper = sheet.wrapper;
    await flushPromises();
    await sheet.buy();
    expect(sheet.page()).toContain('Nothing was charged');
    expect(sheet.page()).toContain('Choose another option');
  });

  it('says that trying again is safe when no answer came', async () => {
    const sheet = open((() => Promise.reject(new TypeError('Failed to fetch'))) as never);
    wrapper = sheet.wrapper;
    await flushPromises();
    await sheet.buy();
    expect(sheet.page()).toContain('it will not be ordered twice');
  });

  it('offers no more than one person may have in the show, and says so when that was ordered before', async () => {
    const shown = open(
      async () => {
        throw problem('limit_reached');
      },
      { ...vase(), limitPerBuyer: 2 },
    );
    wrapper = shown.wrapper;
    await flushPromises();
    expect(shown.page()).toContain('At most 2 each');
    const more = [...document.querySelectorAll<HTMLButtonElement>('button')].find(
      (button) => button.getAttribute('aria-label') === 'One more',
    );
    more?.click();
    await flushPromises();
    expect(more?.disabled).toBe(true);
    await shown.buy();
    expect(document.querySelector('.order-notice')?.textContent).toContain('more than one person may have');
  });
});
