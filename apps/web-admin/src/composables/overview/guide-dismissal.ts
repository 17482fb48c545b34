import { type Ref, ref } from 'vue';

const KEPT_AS = 'vitrine.guideIsClosed';

/** Whether the way to the first sale was closed. This browser keeps that: it is about what one person wants to see. */
export function useGuideDismissal(): { isDismissed: Readonly<Ref<boolean>>; dismiss: () => void } {
  const isDismissed = ref(localStorage.getItem(KEPT_AS) === 'yes');
  return {
    isDismissed,
    dismiss() {
      isDismissed.value = true;
      localStorage.setItem(KEPT_AS, 'yes');
    },
  };
}
