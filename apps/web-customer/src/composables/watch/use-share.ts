import { text } from '../../text/index.ts';
import { useToasts } from '../page/use-toasts.ts';
import { isEmbedded } from '../server/api.ts';
import { PIECE } from './use-piece-asked.ts';

/**
 * Shares this page, or the one that a frame shows: the device's own sheet where there is one, else the link is copied. With `piece`, the
 * link opens that product of the show.
 */
export function useShare(title: () => string, piece?: () => string): () => Promise<void> {
  const { say } = useToasts();
  return async () => {
    const page = isEmbedded ? location.pathname.replace('/embed/', '/watch/') : location.pathname;
    const link = { title: title(), url: `${location.origin}${page}${piece ? `?${PIECE}=${piece()}` : ''}` };
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
