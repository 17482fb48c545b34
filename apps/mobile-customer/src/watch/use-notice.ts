import { useCallback, useEffect, useState } from 'react';

/** How long it stands, in ms. */
const STAYS = 4_000;

/** One line that says what has become of something, for a while. */
export function useNotice(): { notice: string | null; say: (words: string) => void } {
  const [said, setSaid] = useState<{ words: string } | null>(null);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(null), STAYS);
    return () => clearTimeout(timer);
  }, [said]);
  return { notice: said?.words ?? null, say: useCallback((words: string) => setSaid({ words }), []) };
}
