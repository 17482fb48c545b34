import { systemTimers, type Timers } from '../timers.ts';

/** Looks for a replay, in milliseconds after its show: a short one is ready at once, a long one is worked on for longer. */
const LOOKS: readonly number[] = [3_000, 8_000, 20_000, 45_000, 90_000];

/** Looks now and then whether the recording of a show that is just over can be seen; gives the function that stops it. */
export function lookForReplay(look: () => void, timers: Pick<Timers, 'after'> = systemTimers): () => void {
  const stops = LOOKS.map((delay) => timers.after(delay, look));
  return () => {
    for (const stop of stops) stop();
  };
}
