import { useShop } from '@vitrine/mobile-kit';
import type { Analytics } from '@vitrine/protocol';
import { useEffect, useState } from 'react';

/** While nothing is ordered they are this old at most, in ms. */
const REFRESH = 15_000;

/** The figures of a show; read again when `stamp` changes. null until they have come, or where one may not see them. */
export function useFigures(streamId: string, isRunning: boolean, stamp: string): Analytics | null {
  const { api } = useShop();
  const [figures, setFigures] = useState<Analytics | null>(null);
  useEffect(() => {
    const asked = new AbortController();
    // Those that are shown stay until others come.
    const read = (): void => void api.analytics(streamId, { signal: asked.signal }).then(setFigures, () => undefined);
    const first = setTimeout(read, stamp === '' ? 0 : 700);
    const timer = isRunning ? setInterval(read, REFRESH) : undefined;
    return () => {
      asked.abort();
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [api, streamId, isRunning, stamp]);
  return figures;
}
