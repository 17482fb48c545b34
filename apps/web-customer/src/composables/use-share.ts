import { text } from '../text/index.ts';
import { isEmbedded } from './api.ts';
import { useToasts } from './use-toasts.ts';

/** Shares this page, or the one that a frame shows: the device's own sheet where there is one, else the link is copied. */
export function useShare(title: () => string): () => Promise<void> {
  const { say } = useToasts();
  return async () => {
    const here = isEmbedded ? `${location.origin}${location.pathname.replace('/embed/', '/watch/')}` : location.href;
    const link = { title: title(), url: here.split('#')[0] ?? here };
    if (navigator.share) {
      try {
        await navigator.share(link);
        return;
      } catch (refusal) {
        if (refusal instanceof DOMException && refusal.name === 'AbortError') return;
      }
    }
    try {
      await navigator.clipboard.writeText(link.url);
      await say(text.watch.shared);
    } catch {
      await say(text.watch.shareFailed);
    }
  };
}
