import { onScopeDispose, type Ref, ref } from 'vue';

/** Whether the three columns of the control room fit side by side. */
export function useWide(): Readonly<Ref<boolean>> {
  const query = window.matchMedia('(min-width: 1100px)');
  const wide = ref(query.matches);
  const changed = (): void => {
    wide.value = query.matches;
  };
  query.addEventListener('change', changed);
  onScopeDispose(() => query.removeEventListener('change', changed));
  return wide;
}
