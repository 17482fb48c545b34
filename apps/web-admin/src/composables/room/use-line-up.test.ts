// @vitest-environment happy-dom
import type { RoomSnapshot } from '@vitrine/client';
import type { LineupItem } from '@vitrine/protocol';
import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { effectScope, ref, shallowRef } from 'vue';
import { aProduct, aShow } from '../../testing/records.ts';
import { api } from '../server/api.ts';
import { useLineUp } from './use-line-up.ts';

const item = (productId: string): LineupItem => ({ productId, showPrice: null, limitPerBuyer: null });
const CATALOGUE = ['vase', 'bowl', 'teapot'].map((_id, at) => aProduct({ _id, title: _id, createdAt: new Date(at).toISOString() }));

async function open(lineup: LineupItem[]) {
  vi.spyOn(api, 'listProducts').mockResolvedValue({ items: CATALOGUE });
  vi.spyOn(api, 'livestream').mockResolvedValue(aShow({ lineup }));
  const snapshot = shallowRef({ pins: null, lineup: null } as unknown as RoomSnapshot);
  const scope = effectScope();
  const lineUp = scope.run(() => useLineUp('a', snapshot, ref(aShow())));
  if (!lineUp) throw new Error('there is no scope');
  await lineUp.load();
  const hears = async (heard: Partial<RoomSnapshot>): Promise<void> => {
    snapshot.value = { ...snapshot.value, ...heard };
    await flushPromises();
  };
  return { lineUp, hears, ids: () => lineUp.products.value.map(({ _id }) => _id), leave: () => scope.stop() };
}

describe('what a show can bring to the screen', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is its line-up in its order, then the rest of the catalogue in the order it was made', async () => {
    const { ids, leave } = await open([item('teapot')]);
    expect(ids()).toEqual(['teapot', 'vase', 'bowl']);
    leave();
  });

  it('follows another window that changes the order', async () => {
    const { lineUp, ids, hears, leave } = await open([item('teapot')]);
    await hears({ lineup: [item('bowl'), item('teapot')] });
    expect(ids()).toEqual(['bowl', 'teapot', 'vase']);
    expect(lineUp.next.value?._id).toBe('bowl');
    await hears({ lineup: [] });
    expect(ids()).toEqual(['vase', 'bowl', 'teapot']);
    leave();
  });
});
