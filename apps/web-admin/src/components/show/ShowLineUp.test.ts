// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import { LIMITS } from '@vitrine/protocol/limits';
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../../composables/server/api.ts';
import { type LineUpRow, lineUpOf, newRow } from '../../composables/shows/line-up-draft.ts';
import { button, faults, field, press, words, write } from '../../testing/desk.ts';
import { aProduct } from '../../testing/records.ts';
import ShowLineUp from './ShowLineUp.vue';

const [VASE, BOWL, TEAPOT] = (['Dune vase', 'Pebble bowl', 'Noon teapot'] as const).map((title, at) =>
  aProduct({ _id: title, title, createdAt: new Date(at).toISOString() }),
);

async function open(rows: readonly LineUpRow[]) {
  const wrapper = mount(ShowLineUp, {
    props: { modelValue: rows, 'onUpdate:modelValue': (next) => wrapper.setProps({ modelValue: next }) },
    attachTo: document.body,
  });
  await flushPromises();
  const lineUp = () => lineUpOf(wrapper.props('modelValue'));
  return {
    wrapper,
    lineUp,
    ids: () => lineUp().map(({ productId }) => productId),
    told: () => words(document.querySelector('[role=status].sr-only')),
  };
}
const handle = (title: string, place: number, of: number) => button(`Move ${title}, place ${place} of ${of}. Arrow keys move it`);

describe('the line-up of a show while it is written', () => {
  beforeEach(() => {
    vi.spyOn(api, 'listProducts').mockResolvedValue({ items: [TEAPOT, BOWL, VASE].flatMap((one) => one ?? []) });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });

  it('says what it means that it is empty, finds products by a part of their name, and takes them in the order they are chosen', async () => {
    const { wrapper, ids, told } = await open([]);
    expect(wrapper.text()).toContain('Without a line-up you choose from everything the shop sells.');
    await press('Add products');
    await write('Find a product', 'TEA');
    expect([...document.querySelectorAll('button[aria-label^="Add "]')].map((one) => one.getAttribute('aria-label'))).toEqual([
      'Add Noon teapot',
    ]);
    await press('Add Noon teapot');
    expect(words()).toContain('No product is called that.');
    await write('Find a product', '');
    await press('Add Dune vase');
    expect(ids()).toEqual(['Noon teapot', 'Dune vase']);
    expect(told()).toBe('Dune vase, place 2 of 2');
    await press('Add Pebble bowl');
    expect(words()).toContain('Everything the shop sells is in.');
    await press('Done');
    expect(await faults()).toEqual([]);
  });

  it('is put in order by the arrow keys, which go with the product', async () => {
    const { ids, told } = await open(['Dune vase', 'Pebble bowl', 'Noon teapot'].map(newRow));
    const key = async (on: HTMLElement, name: string): Promise<void> => {
      on.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
      await flushPromises();
    };
    await key(handle('Dune vase', 1, 3), 'ArrowDown');
    expect(ids()).toEqual(['Pebble bowl', 'Dune vase', 'Noon teapot']);
    expect(told()).toBe('Dune vase, place 2 of 3');
    expect(document.activeElement).toBe(handle('Dune vase', 2, 3));
    await key(handle('Pebble bowl', 1, 3), 'ArrowUp');
    expect(ids()).toEqual(['Pebble bowl', 'Dune vase', 'Noon teapot']);
  });

  it('gives a product a price and a limit of this show, and takes both back', async () => {
    const { wrapper, lineUp } = await open([newRow('Dune vase')]);
    await write('Show price of Dune vase (€)', '62');
    await write('How many of Dune vase one buyer may have', '2');
    expect(lineUp()).toEqual([{ productId: 'Dune vase', showPrice: 6_200, limitPerBuyer: 2 }]);
    await write('Show price of Dune vase (€)', 'cheap');
    expect(wrapper.props('modelValue')[0]).toMatchObject({ invalid: true, showPrice: null });
    await write('Show price of Dune vase (€)', '');
    await write('How many of Dune vase one buyer may have', '');
    expect(wrapper.props('modelValue')).toEqual([newRow('Dune vase')]);
  });

  it('keeps a limit that was set elsewhere among its choices', async () => {
    await open([{ ...newRow('Dune vase'), limitPerBuyer: 7 }]);
    expect(field('How many of Dune vase one buyer may have').value).toBe('7');
  });

  it('takes a product out, says so, and leads on to the next', async () => {
    const { ids, told } = await open(['Dune vase', 'Pebble bowl'].map(newRow));
    await press('Take Dune vase out of the line-up');
    expect(ids()).toEqual(['Pebble bowl']);
    expect(told()).toBe('Dune vase is out of the line-up');
    expect(document.activeElement).toBe(handle('Pebble bowl', 1, 1));
    await press('Take Pebble bowl out of the line-up');
    expect(document.activeElement).toBe(button('Add products'));
  });

  it('names a product that is gone, and takes no more than a line-up may have', async () => {
    const { wrapper, ids } = await open(Array.from({ length: LIMITS.lineup }, (_, at) => newRow(`gone ${at}`)));
    expect(wrapper.text()).toContain('A product that is gone');
    await press('Add products');
    expect(wrapper.text()).toContain('A line-up has 100 products at most.');
    await press('Add Dune vase');
    expect(ids()).toHaveLength(LIMITS.lineup);
  });

  it('says when the products did not come, and asks again', async () => {
    vi.mocked(api.listProducts).mockRejectedValueOnce(new ApiError('internal', 500, 'no'));
    const { wrapper } = await open([newRow('Dune vase')]);
    expect(wrapper.text()).toContain('The products did not load');
    await press('Try again');
    expect(wrapper.text()).toContain('Dune vase');
  });

  it('says so where the shop sells nothing yet', async () => {
    vi.mocked(api.listProducts).mockResolvedValue({ items: [] });
    const { wrapper } = await open([]);
    expect(wrapper.text()).toContain('The shop sells nothing yet.');
    expect(wrapper.text()).not.toContain('Add products');
  });
});
