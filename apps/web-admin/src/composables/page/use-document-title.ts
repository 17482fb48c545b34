import { watchEffect } from 'vue';
import { text } from '../../text/en.ts';

/** What the browser's tab says. */
export function useDocumentTitle(title: () => string | undefined): void {
  watchEffect(() => {
    const own = title();
    document.title = own ? `${own} · ${text.app.name}` : text.app.name;
  });
}
