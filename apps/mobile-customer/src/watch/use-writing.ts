import { type RoomSnapshot, sayWritingBar, writingBar } from '@vitrine/client';
import { useEffect, useState } from 'react';
import { text } from '../text/index.ts';

const SECOND = 1_000;

export interface Writing {
  /** Why one may not write now. */
  hint: string | undefined;
  /** It passes by itself in a moment. */
  isWaiting: boolean;
  /** One has written: slow mode counts from here. */
  wrote: () => void;
}
/** What keeps one from writing, counted down by the second while there is something to count. */
export function useWriting(snapshot: RoomSnapshot): Writing {
  const [wroteAt, setWroteAt] = useState<number | null>(null);
  const [, setTick] = useState(0);
  const bar = writingBar(snapshot, wroteAt, Date.now());
  const isCounting = bar !== null && 'seconds' in bar;
  useEffect(() => {
    if (!isCounting) return;
    const timer = setInterval(() => setTick((now) => now + 1), SECOND);
    return () => clearInterval(timer);
  }, [isCounting]);
  return {
    hint: bar ? sayWritingBar(bar, text.watch) : undefined,
    isWaiting: bar?.why === 'slow_mode',
    wrote: () => setWroteAt(Date.now()),
  };
}
