import type { RoomSnapshot } from '@vitrine/client';
import type { LineupItem, LivestreamDetail, Product } from '@vitrine/protocol';
import { toast } from '@vitrine/web-kit/toast';
import { type ComputedRef, computed, type Ref, ref, shallowRef, watch } from 'vue';
import { text } from '../../text/en.ts';
import { api } from '../server/api.ts';
import { sayProblem } from '../server/problem.ts';
import { readCatalogue } from '../shop/catalogue.ts';
import { bringToScreen, takeOut } from './pins.ts';

export interface LineUp {
  state: Readonly<Ref<'loading' | 'ready' | 'failed'>>;
  /** What was agreed for the show, in order; empty where it goes through the whole catalogue. */
  items: Readonly<Ref<readonly LineupItem[]>>;
  /** Everything that can be shown, in an order that does not change under the fingers: first the line-up. */
  products: ComputedRef<readonly Product[]>;
  /** Ids, in order; the first is on screen. */
  pins: ComputedRef<readonly string[]>;
  onScreen: ComputedRef<Product | undefined>;
  /** What comes after it and is not sold out; from the top while nothing is on screen. */
  next: ComputedRef<Product | undefined>;
  /** The product whose pinning is on its way. */
  changing: Readonly<Ref<string | undefined>>;
  load: () => Promise<void>;
  /** Brings it to the screen, or takes it off when it is there. */
  toggle: (product: Product) => Promise<void>;
  remove: (product: Product) => Promise<void>;
  unpin: () => Promise<void>;
}

/** Everything a show can bring to the screen: its line-up in its order, then the rest of the catalogue. */
export function useLineUp(id: string, snapshot: Readonly<Ref<RoomSnapshot>>, show: Readonly<Ref<LivestreamDetail>>): LineUp {
  const state = ref<'loading' | 'ready' | 'failed'>('loading');
  const catalogue = shallowRef<readonly Product[]>([]);
  const changing = ref<string>();
  const items = shallowRef<readonly LineupItem[]>(show.value.lineup);
  watch(
    () => snapshot.value.lineup,
    (heard) => {
      if (heard) items.value = heard;
    },
  );

  async function load(): Promise<void> {
    try {
      const [products, { lineup }] = await Promise.all([readCatalogue(), api.livestream(id)]);
      catalogue.value = products;
      items.value = lineup;
      state.value = 'ready';
    } catch {
      if (state.value === 'loading') state.value = 'failed';
    }
  }

  const pinned = computed(() => snapshot.value.pins ?? show.value.products);
  const pins = computed(() => pinned.value.map((product) => product._id));
  const products = computed(() => {
    // The room hears of a change to a pinned product at once; the catalogue is read again a little later.
    const fresh = new Map(pinned.value.map((product) => [product._id, product]));
    const places = new Map(items.value.map(({ productId }, at) => [productId, at]));
    const placeOf = ({ _id }: Product): number => places.get(_id) ?? places.size;
    return catalogue.value
      .map((product) => {
        const heard = fresh.get(product._id);
        return heard && heard.updatedAt >= product.updatedAt ? heard : product;
      })
      .sort((one, other) => placeOf(one) - placeOf(other));
  });

  async function set(productIds: string[], changed: Product): Promise<void> {
    changing.value = changed._id;
    try {
      // The room tells every window of the new pins, this one too.
      await api.setPins(id, productIds);
    } catch (problem) {
      toast(`${text.lineup.failed} ${sayProblem(problem)}`);
    } finally {
      changing.value = undefined;
    }
  }
  const remove = (product: Product): Promise<void> => set(takeOut(pins.value, product._id), product);
  const onScreen = computed(() => pinned.value[0]);

  const next = computed(() => {
    const at = products.value.findIndex(({ _id }) => _id === onScreen.value?._id);
    return products.value.slice(at + 1).find(({ stock }) => stock > 0);
  });

  return {
    state,
    items,
    products,
    pins,
    onScreen,
    next,
    changing,
    load,
    toggle: (product) => (pins.value[0] === product._id ? remove(product) : set(bringToScreen(pins.value, product._id), product)),
    remove,
    async unpin() {
      if (onScreen.value) await remove(onScreen.value);
    },
  };
}
