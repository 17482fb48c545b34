import { onScopeDispose, type Ref, ref } from 'vue';

/** The time in milliseconds since the epoch, once a second. */
export function useNow(): Readonly<Ref<number>> {
  const now = ref(Date.now());
  const timer = setInterval(() => {
    now.value = Date.now();
  }, 1_000);
  onScopeDispose(() => clearInterval(timer));
  return now;
}
