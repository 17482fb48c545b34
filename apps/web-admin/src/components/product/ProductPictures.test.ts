// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import { LIMITS } from '@vitrine/protocol/limits';
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { api } from '../../composables/server/api.ts';
import { alerts, button, faults, press, problemOf, words, write } from '../../testing/desk.ts';
import ProductPictures from './ProductPictures.vue';

async function open(pictures: readonly string[]) {
  const wrapper = mount(ProductPictures, {
    props: { modelValue: pictures, 'onUpdate:modelValue': (next) => wrapper.setProps({ modelValue: next }) },
    attachTo: document.body,
  });
  await flushPromises();
  async function choose(...names: string[]): Promise<void> {
    const input = document.querySelector('input[type=file]');
    Object.defineProperty(input, 'files', { value: names.map((name) => new File(['.'], name)), configurable: true });
    input?.dispatchEvent(new Event('change'));
    await flushPromises();
  }
  return { pictures: () => wrapper.props('modelValue'), choose };
}

describe('the pictures of a product', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });

  it('are put in order, and the first stands for the product', async () => {
    const { pictures } = await open(['/a.webp', '/b.webp', '/c.webp']);
    await press('Move picture 3 forward');
    expect(pictures()).toEqual(['/a.webp', '/c.webp', '/b.webp']);
    expect(document.activeElement).toBe(button('Move picture 2 forward'));
    await press('Move picture 2 forward');
    expect(pictures()).toEqual(['/c.webp', '/a.webp', '/b.webp']);
    expect(button('Move picture 1 forward').disabled).toBe(true);
    await press('Take picture 1 away');
    expect(pictures()).toEqual(['/a.webp', '/b.webp']);
    expect(await faults()).toEqual([]);
  });

  it('come by upload, several at once, and what came before one was refused stays', async () => {
    vi.spyOn(api, 'uploadImage')
      .mockResolvedValueOnce({ url: '/u1.webp', width: 8, height: 8, bytes: 64 })
      .mockRejectedValueOnce(new ApiError('too_large', 413, 'That file is too large.'));
    const { pictures, choose } = await open(['/a.webp']);
    await choose('one.png', 'two.png');
    expect(pictures()).toEqual(['/a.webp', '/u1.webp']);
    expect(alerts().join()).not.toBe('');
  });

  it('come by address, and by those that come along, none twice', async () => {
    const { pictures } = await open([]);
    await write('Address of a picture', 'ftp://a.test/b.png');
    await press('Add');
    expect(problemOf('Address of a picture')).toContain('Write a path that starts with /');
    await write('Address of a picture', 'https://a.test/b.png');
    await press('Add');
    await press('Choose vase');
    await press('Choose bowl');
    await press('Choose vase');
    expect(pictures()).toEqual(['https://a.test/b.png', '/sample/product-bowl.webp']);
  });

  it('are no more than a product may have', async () => {
    const all = Array.from({ length: LIMITS.images }, (_, at) => `/${at}.webp`);
    const { pictures } = await open(all);
    expect(words()).toContain(`A product has ${LIMITS.images} pictures at most.`);
    await press('Choose vase');
    expect(pictures()).toEqual(all);
  });
});
