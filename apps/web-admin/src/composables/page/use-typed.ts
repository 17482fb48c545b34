import { onScopeDispose, type Ref, watch } from 'vue';

/** How long after the last key a search is asked, in milliseconds. */
const PAUSE = 250;

/** Calls back when somebody has stopped typing. */
export function useTyped(value: Ref<string>, settled: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(value, () => {
    clearTimeout(timer);
    timer = setTimeout(settled, PAUSE);
  });
  onScopeDispose(() => clearTimeout(timer));
}
