import { onScopeDispose, type ShallowRef, shallowReadonly, shallowRef } from 'vue';

/** How the watch page is laid out: README of the screens, "Layout". */
export type Layout = 'phone' | 'landscape' | 'tablet' | 'wide';

/** The picture is the page, and the rest floats over it. */
export const isFloating = (layout: Layout): boolean => layout === 'phone' || layout === 'landscape';

/** The layout for the window as it is now. A phone on its side is told by its height. */
export function useLayout(): Readonly<ShallowRef<Layout>> {
  const low = matchMedia('(max-height: 499px) and (orientation: landscape)');
  const narrow = matchMedia('(max-width: 699px)');
  const wide = matchMedia('(min-width: 1024px)');
  const read = (): Layout => (low.matches ? 'landscape' : narrow.matches ? 'phone' : wide.matches ? 'wide' : 'tablet');
  const layout = shallowRef(read());
  const update = (): void => {
    layout.value = read();
  };
  for (const query of [low, narrow, wide]) query.addEventListener('change', update);
  onScopeDispose(() => {
    for (const query of [low, narrow, wide]) query.removeEventListener('change', update);
  });
  return shallowReadonly(layout);
}
