import { onScopeDispose, type Ref, ref, watch } from 'vue';

/** Whether an element is on screen, or about to be. */
export function useInSight(element: Readonly<Ref<Element | null>>): Readonly<Ref<boolean>> {
  const inSight = ref(false);
  const observer = new IntersectionObserver((entries) => {
    inSight.value = entries.at(-1)?.isIntersecting ?? false;
  });
  watch(element, (now, before) => {
    if (before) observer.unobserve(before);
    if (now) observer.observe(now);
  });
  onScopeDispose(() => observer.disconnect());
  return inSight;
}
