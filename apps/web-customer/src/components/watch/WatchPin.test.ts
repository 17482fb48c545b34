// @vitest-environment happy-dom
import type { Product } from '@vitrine/protocol';
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import WatchPin from './WatchPin.vue';

const vase = (price: number, stock: number): Product => ({
  _id: 'a'.repeat(24),
  title: 'Dune vase',
  description: '',
  images: [],
  tags: [],
  currency: 'EUR',
  variants: [{ id: 'b'.repeat(24), name: '', price, compareAtPrice: 8400, stock }],
  price,
  stock,
  taxRate: null,
  archived: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
});

describe('the piece on screen', () => {
  it('shows price and stock as they change', async () => {
    const wrapper = mount(WatchPin, { props: { product: vase(6800, 7) } });
    expect(wrapper.text()).toContain('7 left');
    await wrapper.setProps({ product: vase(6400, 3) });
    expect(wrapper.text()).toContain('3 left');
    expect(wrapper.text()).toMatch(/64/);
  });

  it('is stamped sold out, and its button no longer says Buy', () => {
    const wrapper = mount(WatchPin, { props: { product: vase(6800, 0) } });
    expect(wrapper.find('.stamp').text()).toBe('Sold out');
    expect(wrapper.find('button').text()).toBe('Look');
  });

  it('opens the piece when Buy is pressed', async () => {
    const wrapper = mount(WatchPin, { props: { product: vase(6800, 7) } });
    await wrapper.find('button').trigger('click');
    expect(wrapper.emitted('open')).toHaveLength(1);
  });

  it('opens by a tap on it and by a swipe up, not by one to the side', async () => {
    const wrapper = mount(WatchPin, { props: { product: vase(6800, 7) } });
    await wrapper.find('.content').trigger('click');
    expect(wrapper.emitted('open')).toHaveLength(1);
    const swipe = async (from: number, to: number): Promise<void> => {
      await wrapper.trigger('touchstart', { touches: [{ clientY: from }] });
      await wrapper.trigger('touchend', { changedTouches: [{ clientY: to }] });
    };
    await swipe(700, 690);
    expect(wrapper.emitted('open')).toHaveLength(1);
    await swipe(700, 640);
    expect(wrapper.emitted('open')).toHaveLength(2);
  });
});
