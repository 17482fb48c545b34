import { onScopeDispose, readonly, type ShallowRef, shallowRef } from 'vue';

/** At most one line in so many milliseconds is spoken; what came meanwhile is told as a count. */
export const SPEAK_INTERVAL = 3_000;

/**
 * Text for a polite live region that never floods a screen reader: a lone line is read out, a burst as its last line and a count.
 * @param summary says how many more there were
 */
export function useSpokenLines(summary: (count: number) => string): { spoken: Readonly<ShallowRef<string>>; say: (line: string) => void } {
  const spoken = shallowRef('');
  let waiting: string | undefined;
  let more = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function speakNext(): void {
    timer = undefined;
    if (waiting === undefined) return;
    spoken.value = more > 0 ? `${waiting} ${summary(more)}` : waiting;
    waiting = undefined;
    more = 0;
    timer = setTimeout(speakNext, SPEAK_INTERVAL);
  }
  function say(line: string): void {
    if (waiting !== undefined) more += 1;
    waiting = line;
    if (timer === undefined) speakNext();
  }
  onScopeDispose(() => clearTimeout(timer));
  return { spoken: readonly(spoken), say };
}
