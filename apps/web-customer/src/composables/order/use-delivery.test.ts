// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ref } from 'vue';

const METHODS = [
  { id: 'post', name: 'By post', price: 690, freeFrom: 5_000 },
  { id: 'bicycle', name: 'By bicycle', price: 500, freeFrom: null },
];
const shop = vi.fn(async () => ({ deliveryMethods: METHODS, payment: 'manual' }));
vi.mock('../server/api.ts', () => ({ api: { shop: () => shop() } }));

describe('how an order comes', () => {
  afterEach(() => {
    localStorage.clear();
    vi.resetModules();
    shop.mockClear();
  });
  const open = async (sum: () => number) => {
    const { useDelivery } = await import('./use-delivery.ts');
    const delivery = useDelivery(sum);
    await flushPromises();
    return delivery;
  };

  it('costs what the chosen way costs, and nothing from where that is free', async () => {
    const sum = ref(4_999);
    const delivery = await open(() => sum.value);
    expect([delivery.chosen.value, delivery.cost.value]).toEqual(['post', 690]);
    sum.value = 5_000;
    expect(delivery.cost.value).toBe(0);
    delivery.chosen.value = 'bicycle';
    expect(delivery.cost.value).toBe(500);
  });
  it('is what was chosen the last time, while the shop still has it', async () => {
    localStorage.setItem('vitrine.delivery', 'bicycle');
    expect((await open(() => 100)).chosen.value).toBe('bicycle');
    vi.resetModules();
    localStorage.setItem('vitrine.delivery', 'pigeon');
    expect((await open(() => 100)).chosen.value).toBe('post');
  });
  it('asks the shop once, and again after a failure', async () => {
    shop.mockRejectedValueOnce(new Error('away'));
    expect((await open(() => 100)).methods.value).toEqual([]);
    const delivery = await open(() => 100);
    expect(delivery.methods.value).toHaveLength(2);
    await open(() => 100);
    expect(shop).toHaveBeenCalledTimes(2);
  });
  it('says whether one pays at once', async () => {
    expect((await open(() => 100)).paysAtOnce.value).toBe(false);
    vi.resetModules();
    shop.mockResolvedValueOnce({ deliveryMethods: [], payment: 'stripe' });
    const { paysAtOnce, chosen, cost } = await open(() => 100);
    expect([paysAtOnce.value, chosen.value, cost.value]).toEqual([true, undefined, 0]);
  });
});
