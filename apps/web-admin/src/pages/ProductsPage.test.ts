// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../composables/server/api.ts';
import { alerts, emptyShop, faults, field, inDialog, openDesk, press, problemOf, submit, words, write } from '../testing/desk.ts';
import { aProduct } from '../testing/records.ts';
import ProductsPage from './ProductsPage.vue';

const VASE = aProduct();
const FORM = '#product-form';

describe('the products', () => {
  beforeEach(() => {
    emptyShop();
    vi.mocked(api.listProducts).mockResolvedValue({ items: [VASE] });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
    document.body.replaceChildren();
  });

  it('say that nothing fits a search, and come back when it is left', async () => {
    const { page } = await openDesk(ProductsPage);
    vi.useFakeTimers();
    vi.mocked(api.listProducts).mockResolvedValue({ items: [] });
    await write('Find a product', 'sofa');
    await vi.runAllTimersAsync();
    expect(api.listProducts).toHaveBeenLastCalledWith(expect.objectContaining({ search: 'sofa' }));
    expect(words()).toContain('No product fits this search.');
    vi.mocked(api.listProducts).mockResolvedValue({ items: [VASE] });
    await press('Show all');
    expect(words()).toContain('Dune vase');
    page.unmount();
  });

  it('show further ones when asked, keep what is there when they do not come, and ask again', async () => {
    vi.mocked(api.listProducts).mockResolvedValue({ items: [VASE], nextCursor: 'next' });
    const { page } = await openDesk(ProductsPage);
    vi.mocked(api.listProducts).mockRejectedValueOnce(new ApiError('offline', 0, 'gone'));
    await press('Show more');
    expect(alerts()).toEqual(['The rest did not load. Try again.']);
    expect(words()).toContain('Dune vase');
    vi.mocked(api.listProducts).mockResolvedValue({ items: [aProduct({ _id: '9'.repeat(24), title: 'Pebble bowl', stock: 0 })] });
    await press('Show more');
    expect(api.listProducts).toHaveBeenLastCalledWith(expect.objectContaining({ cursor: 'next' }));
    expect(words()).toContain('Pebble bowl');
    expect(words()).toContain('Sold out');
    expect(alerts()).toEqual([]);
    page.unmount();
  });

  it('offer moderators nothing that they may not do', async () => {
    vi.mocked(api.listProducts).mockResolvedValue({ items: [] });
    const { page } = await openDesk(ProductsPage, { role: 'moderator' });
    expect(words()).toContain('No products yet');
    expect([...document.querySelectorAll('main button')].map((one) => words(one))).toEqual([]);
    page.unmount();
  });
});

describe('the form of a product', () => {
  beforeEach(() => {
    emptyShop();
    vi.mocked(api.listProducts).mockResolvedValue({ items: [VASE] });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });
  async function fillIn(): Promise<void> {
    await write('Title', 'Reed carafe');
    await write('Price (€)', '44');
    await write('Stock', '9');
  }

  it('asks for what is missing before it asks the server, and leads to the first of it', async () => {
    const { page } = await openDesk(ProductsPage, { at: '/products?new' });
    expect(inDialog()).toContain('New product');
    await submit(FORM);
    expect(problemOf('Title')).toBe('Give the product a title.');
    expect(problemOf('Price (€)')).toBe('Write a price.');
    expect(problemOf('Stock')).toBe('Write a whole number.');
    expect(document.activeElement).toBe(field('Title'));
    expect(await faults()).toEqual([]);
    await fillIn();
    await write('Price (€)', 'cheap');
    await submit(FORM);
    expect(problemOf('Price (€)')).toBe('Write an amount, like 68.50.');
    expect(api.createProduct).not.toHaveBeenCalled();
    page.unmount();
  });

  it('shows beside its field what the server refuses, keeps what was written, and is sent again', async () => {
    const { page } = await openDesk(ProductsPage, { at: '/products?new' });
    await fillIn();
    vi.mocked(api.createProduct).mockRejectedValue(
      new ApiError('invalid', 400, 'refused', { errors: [{ path: 'variants.0.stock', message: 'Too many for one shop' }] }),
    );
    await submit(FORM);
    expect(problemOf('Stock')).toBe('Too many for one shop');
    expect(document.activeElement).toBe(field('Stock'));
    expect(field('Title').value).toBe('Reed carafe');
    expect(alerts()).toContain('Look at the marked fields.');
    vi.mocked(api.createProduct).mockResolvedValue(aProduct({ title: 'Reed carafe' }));
    await submit(FORM);
    await flushPromises();
    expect(inDialog()).toBe('');
    expect(api.listProducts).toHaveBeenCalledTimes(2);
    page.unmount();
  });

  it('says that nothing was saved when the server is out of reach, and keeps what was written', async () => {
    const { page } = await openDesk(ProductsPage);
    await press('Edit Dune vase');
    expect(inDialog()).toContain('Edit product');
    await write('Title', 'Dune vase, tall');
    vi.mocked(api.updateProduct).mockRejectedValueOnce(new ApiError('offline', 0, 'gone'));
    await submit(FORM);
    expect(alerts()).toEqual([expect.stringContaining('Not saved: the server cannot be reached.')]);
    expect(field('Title').value).toBe('Dune vase, tall');
    vi.mocked(api.updateProduct).mockResolvedValue(VASE);
    await submit(FORM);
    expect(api.updateProduct).toHaveBeenLastCalledWith(VASE._id, expect.objectContaining({ title: 'Dune vase, tall' }));
    expect(inDialog()).toBe('');
    page.unmount();
  });
});
