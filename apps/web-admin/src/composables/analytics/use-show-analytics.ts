import type { Analytics, FigureFormula, LivestreamDetail, Product, ShowFigures } from '@vitrine/protocol';
import { codeOf } from '@vitrine/web-kit';
import { type InjectionKey, inject, type Ref, ref, shallowRef, watch } from 'vue';
import { api } from '../server/api.ts';
import { onReturn } from '../server/use-reach.ts';
import { useFigures } from './use-figures.ts';

/** Shows to compare with. */
const MANY = 50;
type Formulas = Readonly<Ref<ReadonlyMap<string, FigureFormula>>>;
const NO_FORMULAS: Formulas = shallowRef(new Map());
export const FORMULAS: InjectionKey<Formulas> = Symbol('formulas');
/** How each figure is made, by its place in `Analytics`; empty while that is not known. */
export const useFormulas = (): Formulas => inject(FORMULAS, NO_FORMULAS);

/** What is compared: another show with its figures. */
export interface Compared {
  show: ShowFigures;
  analytics: Analytics;
}
export interface ShowAnalytics {
  state: Readonly<Ref<'loading' | 'ready' | 'failed' | 'forbidden' | 'not-found'>>;
  show: Readonly<Ref<LivestreamDetail | undefined>>;
  analytics: Readonly<Ref<Analytics | undefined>>;
  pictures: Readonly<Ref<ReadonlyMap<string, string>>>;
  formulas: Formulas;
  others: Readonly<Ref<readonly ShowFigures[]>>;
  compared: Readonly<Ref<Compared | undefined>>;
  compareState: Readonly<Ref<'none' | 'loading' | 'failed'>>;
  load: () => Promise<void>;
}

/** All of a show's analytics page: its figures, how they are made, and those of the show `otherId` beside them. */
export function useShowAnalytics(id: string, otherId: Readonly<Ref<string>>): ShowAnalytics {
  const show = shallowRef<LivestreamDetail>();
  const state = ref<'loading' | 'ready' | 'failed' | 'forbidden' | 'not-found'>('loading');
  const formulas = shallowRef<ReadonlyMap<string, FigureFormula>>(new Map());
  const others = shallowRef<readonly ShowFigures[]>([]);
  const pictures = shallowRef<ReadonlyMap<string, string>>(new Map());
  const figures = useFigures(id, () => show.value?.isActive === true);

  async function load(): Promise<void> {
    state.value = 'loading';
    try {
      show.value = await api.livestream(id);
    } catch (problem) {
      const code = codeOf(problem);
      state.value = code === 'not_found' || code === 'invalid' ? 'not-found' : 'failed';
      return;
    }
    await figures.load();
    state.value = figures.state.value;
    if (state.value !== 'ready') return;
    // Without these the figures still stand there; each is left out when it does not come.
    await Promise.all([
      api.figureFormulas().then(({ items }) => {
        formulas.value = new Map(items.map((formula) => [formula.figure, formula]));
      }, ignored),
      api.showFigures({ limit: MANY }).then(({ items }) => {
        others.value = items.filter(({ streamId, startTime }) => streamId !== id && startTime !== null);
      }, ignored),
      api.showProducts(id).then(({ items }) => {
        pictures.value = picturesOf(items);
      }, ignored),
    ]);
  }
  void load();
  // Those that are shown renew themselves.
  onReturn(() => {
    if (state.value === 'loading' || state.value === 'failed') void load();
  });

  const compared = shallowRef<Compared>();
  const compareState = ref<'none' | 'loading' | 'failed'>('none');
  watch(
    [otherId, others],
    async ([wanted]) => {
      if (compared.value?.show.streamId === wanted) return;
      compared.value = undefined;
      compareState.value = 'none';
      const other = others.value.find(({ streamId }) => streamId === wanted);
      if (!other) return;
      compareState.value = 'loading';
      const read = await api.analytics(wanted).catch(ignored);
      if (otherId.value !== wanted) return;
      compareState.value = read ? 'none' : 'failed';
      if (read) compared.value = { show: other, analytics: read };
    },
    { immediate: true },
  );
  return { state, show, analytics: figures.analytics, pictures, formulas, others, compared, compareState, load };
}

const ignored = (): undefined => undefined;
const picturesOf = (products: readonly Product[]): ReadonlyMap<string, string> =>
  new Map(products.flatMap(({ _id, images: [first] }) => (first === undefined ? [] : [[_id, first] as const])));
