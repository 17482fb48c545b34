import { watchEffect } from 'vue';
import { useSession } from '../account/use-session.ts';

/** What the tab says: the page, then the shop. */
export function useDocumentTitle(title: () => string | undefined): void {
  const { shopName } = useSession();
  watchEffect(() => {
    const page = title();
    document.title = page ? `${page}, ${shopName.value}` : shopName.value;
  });
}
