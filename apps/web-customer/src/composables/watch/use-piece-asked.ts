import type { Product } from '@vitrine/protocol';
import { watch } from 'vue';
import { useRoute } from 'vue-router';

/** Of a link to one product of a show. */
export const PIECE = 'piece';

/** Opens the product that the link to this page names, once it is known. */
export function usePieceAsked(products: () => readonly Product[], open: (productId: string) => void): void {
  const asked = useRoute().query[PIECE];
  if (typeof asked !== 'string') return;
  const isThere = (): boolean => products().some(({ _id }) => _id === asked);
  const stop = watch(
    isThere,
    (is) => {
      if (!is) return;
      open(asked);
      queueMicrotask(() => stop());
    },
    { immediate: true },
  );
}
