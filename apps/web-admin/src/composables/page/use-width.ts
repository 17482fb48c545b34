import { onScopeDispose, type Ref, ref, watch } from 'vue';

/** How wide an element is, in pixels; `before` until that is known. */
export function useWidth(element: Readonly<Ref<HTMLElement | null>>, before: number): Readonly<Ref<number>> {
  const width = ref(before);
  const observer = new ResizeObserver(([entry]) => {
    if (entry && entry.contentRect.width > 0) width.value = entry.contentRect.width;
  });
  watch(element, (now, old) => {
    if (old) observer.unobserve(old);
    if (now) observer.observe(now);
  });
  onScopeDispose(() => observer.disconnect());
  return width;
}
